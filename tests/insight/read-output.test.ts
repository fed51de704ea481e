import { describe, expect, it } from 'vitest';
import { OUTPUT_LIMITS, readOutput } from '../../src/insight/read-output.ts';

const SENTENCE = { text: 'Gout', citations: [{ item: 1, quote: 'Gout' }] };
const read = (value: unknown, stop = 'end_turn') => readOutput(JSON.stringify(value), stop);

describe('an answer', () => {
  it('becomes typed and frozen', () => {
    const output = read({ sentences: [{ ...SENTENCE, section: 'Problems', status: 'MET' }] });
    expect(output).toEqual({
      outOfScope: false,
      sentences: [{ ...SENTENCE, section: 'Problems', code: null, status: 'MET' }],
    });
    expect(
      Object.isFrozen(output) && typeof output !== 'string' && Object.isFrozen(output.sentences[0]),
    ).toBe(true);
  });

  it('may say that it has nothing to say', () => {
    expect(read({ sentences: [], outOfScope: true })).toEqual({ sentences: [], outOfScope: true });
  });

  it.each([
    ['max_tokens', 'UNGROUNDED'],
    ['tool_use', 'UNGROUNDED'],
    ['malformed_model_output', 'UNGROUNDED'],
    ['something new', 'UNGROUNDED'],
    ['guardrail_intervened', 'GUARDRAIL'],
    ['content_filtered', 'GUARDRAIL'],
  ])('that ended by %s is withheld', (stop, reason) => {
    expect(read({ sentences: [SENTENCE] }, stop)).toBe(reason);
  });

  it.each([
    ['no sentences', {}],
    ['another property', { sentences: [], note: 'x' }],
    ['another property of a sentence', { sentences: [{ ...SENTENCE, html: 'x' }] }],
    [
      'another property of a citation',
      { sentences: [{ text: 'a', citations: [{ item: 1, quote: 'a', x: 1 }] }] },
    ],
    ['no citations', { sentences: [{ text: 'a' }] }],
    ['an item that is no number', { sentences: [{ text: 'a', citations: [{ item: '1', quote: 'a' }] }] }],
    [
      'an item that is no whole number',
      { sentences: [{ text: 'a', citations: [{ item: 1.5, quote: 'a' }] }] },
    ],
    ['an unknown status', { sentences: [{ ...SENTENCE, status: 'PERHAPS' }] }],
    ['a text that is too long', { sentences: [{ ...SENTENCE, text: 'a'.repeat(OUTPUT_LIMITS.text + 1) }] }],
    [
      'too many sentences',
      { sentences: Array.from({ length: OUTPUT_LIMITS.sentences + 1 }, () => SENTENCE) },
    ],
    ['an empty text', { sentences: [{ ...SENTENCE, text: '  ' }] }],
    ['out of scope, and yet sentences', { sentences: [SENTENCE], outOfScope: true }],
  ])('with %s is withheld whole', (_what, value) => {
    expect(read(value)).toBe('UNGROUNDED');
  });

  it.each([
    '',
    '{"sentences":[',
    '```json\n{"sentences":[]}\n```',
    'null',
    '[]',
    '{"sentences":[]} and more',
  ])('that is no JSON of that form is withheld: %j', (text) => {
    expect(readOutput(text, 'end_turn')).toBe('UNGROUNDED');
  });

  it('is not read when it is too long', () => {
    expect(readOutput(`{"sentences":[]${' '.repeat(OUTPUT_LIMITS.characters)}}`, 'end_turn')).toBe(
      'UNGROUNDED',
    );
  });
});
