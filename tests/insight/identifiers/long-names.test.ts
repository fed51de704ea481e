import { describe, expect, it } from 'vitest';
import { indexNames } from '../../../src/insight/identifiers/known/find-known-names.ts';
import { readName } from '../../../src/insight/identifiers/known/name-parts.ts';
import { tokenise } from '../../../src/insight/identifiers/tokenise.ts';
import { SOMEONE } from './someone-known.ts';

const letter = (at: number) => String.fromCharCode(97 + (at % 26));
const wordy = (words: number) =>
  Array.from({ length: words }, (_, at) => `Qu${letter(at)}${letter(at / 26)}${letter(at / 676)}x`).join(' ');

describe('a name that goes on and on', () => {
  it('is not joined pair by pair: it costs what its length costs', () => {
    const parts = (words: number) => readName(wordy(words)).parts.length;
    expect(parts(2_000) - parts(1_000)).toBeLessThan(2_001);
  });

  it('and names without end are joined within bounds, and looked for by their parts', () => {
    const names = wordy(400).split(' ');
    const { parts } = indexNames([...names, 'Oglethwick Barrabbin']);
    expect(parts.values.has('oglethwick') && parts.values.has('barrabbin')).toBe(true);
    expect(parts.values.has('oglethwickbarrabbin')).toBe(false);
    expect(indexNames(['Oglethwick Barrabbin']).parts.values.has('oglethwickbarrabbin')).toBe(true);
  });

  it('is taken out part by part, its first parts run together too', () => {
    const known = { ...SOMEONE, names: [wordy(600)] };
    const [first = '', second = ''] = wordy(600).split(' ');
    const last = wordy(600).split(' ').at(-1) ?? '';
    const { texts } = tokenise([`Seen: ${last}. Mail: ${first}${second}.`.toLowerCase()], known);
    expect(texts.join()).not.toMatch(new RegExp(`${last}|${first}`, 'i'));
  });
});
