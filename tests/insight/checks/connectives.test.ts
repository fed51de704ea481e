import { describe, expect, it } from 'vitest';
import { CONNECTIVES, PART_LABELS, SEPARATORS } from '../../../src/insight/checks/connectives.ts';
import { findCues } from '../../../src/insight/checks/find-cues.ts';
import { readWords } from '../../../src/insight/checks/read-words.ts';

describe('connectives', () => {
  it.each([...CONNECTIVES, ...SEPARATORS])('say nothing themselves: %s', (phrase) => {
    expect(findCues(readWords(`${phrase} x`))).toEqual([]);
    expect(readWords(phrase).some(({ kind }) => kind === 'number')).toBe(false);
    expect(
      PART_LABELS.filter(({ silent }) => !silent && phrase !== 'from').map(({ label }) => label),
    ).not.toContain(phrase);
  });

  it('are as the words of a sentence are read', () => {
    const read = (phrase: string) =>
      readWords(phrase)
        .map(({ key }) => key)
        .join(' ');
    expect([...CONNECTIVES, ...SEPARATORS].map(read)).toEqual([...CONNECTIVES, ...SEPARATORS]);
  });
});
