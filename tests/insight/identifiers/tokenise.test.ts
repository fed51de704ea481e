import { describe, expect, it } from 'vitest';
import { NOTHING_KNOWN } from '../../../src/insight/identifiers/known-identifiers.ts';
import { tokenise } from '../../../src/insight/identifiers/tokenise.ts';
import { SOMEONE } from './someone-known.ts';

describe('tokens', () => {
  it('are the same for the same identifier throughout a call, by kind and from one', () => {
    const { texts } = tokenise(
      ['Quillfeather called 555-017-2244.', 'QUILLFEATHER, born 1948-03-07; (555) 017 2244', 'Müllerby'],
      SOMEONE,
    );
    expect(texts).toStrictEqual([
      '[NAME_1] called [PHONE_1].',
      '[NAME_1], born [DATE_1]; [PHONE_1]',
      '[NAME_2]',
    ]);
  });

  it('are turned back into what was first written', () => {
    const given = 'Zoë Quillfeather (RVS-0093371) lives at 14 Tallowmere Street, Brackenford.';
    const { texts, restore } = tokenise([given], SOMEONE);
    expect(texts[0]).not.toMatch(/Zo|Quill|RVS|Tallow|Bracken/);
    expect(restore(texts[0] ?? '')).toBe(given);
  });

  it('leave dates of service and results', () => {
    const line = 'Hemoglobin A1c; 7.2 %; effective 2020-05-01; reference range 4.0 - 5.6 %; status final';
    expect(tokenise([line], SOMEONE).texts).toStrictEqual([line]);
  });

  it.each(['[NAME_1]', '[PHONE_12]', '[na\u200bme_1]', '［NAME_1］', '[ NAME_1 ]', '[ＮＡＭＥ＿１]'])(
    'are none when the text brought them: %j',
    (seeming) => {
      const { texts, restore } = tokenise([`${seeming} says Quillfeather`], SOMEONE);
      expect(texts[0]).toMatch(/^\(.*\) says \[NAME_1\]$/u);
      expect(restore(texts[0] ?? '')).toMatch(/^\(.*\) says Quillfeather$/u);
    },
  );

  it('are restored once: what stands behind one is not searched for others', () => {
    const known = { ...NOTHING_KNOWN, ids: ['x_NAME_1_x', 'abcde'], names: ['Ignatius Müllerby'] };
    const { restore, texts } = tokenise(['Müllerby x[NAME_1]x'], known);
    expect(restore(texts[0] ?? '')).toBe('Müllerby x(NAME_1)x');
  });

  it('of another call stay as they are', () => {
    expect(tokenise(['Quillfeather'], SOMEONE).restore('[NAME_1] and [NAME_2]')).toBe(
      'Quillfeather and [NAME_2]',
    );
  });

  it('know what they stand for where it appears as itself', () => {
    const { identifiersIn } = tokenise(['Seen by Dr. Vantongeren.'], SOMEONE);
    const text = 'vantongeren spoke with QUILLFEATHER and [NAME_1]';
    expect(identifiersIn(text).map(({ start, end }) => text.slice(start, end))).toStrictEqual([
      'vantongeren',
      'QUILLFEATHER',
    ]);
  });

  it('tells apart what only its separators tell apart', () => {
    const known = { ...SOMEONE, dates: ['2020-11-01'], numbers: ['12-34567', '123-4567'] };
    const texts = ['Born 11/1/2020, also 1/11/2020.', 'MRN 12-34567 and 123-4567.'];
    const { texts: shown, restore } = tokenise(texts, known);
    expect(shown.map(restore)).toEqual(texts);
    expect(shown.join()).not.toMatch(/4567/);
  });
});
