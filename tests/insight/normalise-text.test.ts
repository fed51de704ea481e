import { describe, expect, it } from 'vitest';
import { normaliseText } from '../../src/insight/normalise-text.ts';

describe('normalised text', () => {
  it.each([
    ['tags', 'a\u{E0049}\u{E007F}b'],
    ['variation selectors', 'a\uFE0F\u{E0100}b'],
    ['no width', 'a\u200B\u200D\u2060\uFEFF\u00ADb'],
    ['direction', 'a\u202E\u2066\u200Fb'],
    ['control characters', 'a\u0000\u001B\u007F\u0081b'],
    ['lone surrogates', 'a\uD800b'],
  ])('is free of %s', (_what, text) => {
    expect(normaliseText(text)).toBe('ab');
  });

  it('keeps newline and tab, one kind of line end', () => {
    expect(normaliseText('a\r\nb\rc\u2028d\te\n')).toBe('a\nb\nc\nd\te\n');
  });

  it('folds forms that look alike, and does so once', () => {
    expect(normaliseText('ﬁne ５ mg ℃')).toBe('fine 5 mg °C');
    expect(normaliseText(normaliseText('Ａ\u{E0041}µ'))).toBe(normaliseText('Ａ\u{E0041}µ'));
  });

  it('keeps pairs of surrogates whole', () => {
    expect(normaliseText('a😀b')).toBe('a😀b');
  });
});
