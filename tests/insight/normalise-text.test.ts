import { describe, expect, it } from 'vitest';
import { normaliseText } from '../../src/insight/normalise-text.ts';
import { expectLinear } from '../support/expect-linear.ts';

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

  it.each([
    ['Take 2½ tablets', 'Take 2 1/2 tablets'],
    ['½ tablet, then ¾', '1/2 tablet, then 3/4'],
    ['1½2', '1 1/2 2'],
    ['𝟐½𝟐 𝟐①', '2 1/2 2 2 1'],
    ['2 ¹⁄₂ tablets; 2¹⁄₂', '2 1/2 tablets; 2 1/2'],
    ['250 ×10⁹/L', '250 ×10^9/L'],
    ['10⁻³ and 10¹²', '10^-3 and 10^12'],
    ['SpO₂ 95', 'SpO2 95'],
    ['10₂', '10_2'],
    ['10⁹5 and 1₂3', '10^9 5 and 1_2 3'],
    ['dose 2① and ①2', 'dose 2 1 and 1 2'],
    ['2⒈5 ㏠', '2 1.5 1日'],
    ['５０ mg', '50 mg'],
  ])('keeps the numbers of %s', (text, kept) => {
    expect(normaliseText(text)).toBe(kept);
    expect(normaliseText(kept)).toBe(kept);
  });

  it.each(['⁹', '½', '1₂', '①'])('takes time in proportion to a text of nothing but %s', async (sign) => {
    await expectLinear(normaliseText, (length) => sign.repeat(length / sign.length), 16_384);
  });

  it('keeps pairs of surrogates whole', () => {
    expect(normaliseText('a😀b')).toBe('a😀b');
  });
});
