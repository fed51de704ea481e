import { describe, expect, it } from 'vitest';
import { tokenise } from '../../../src/insight/identifiers/tokenise.ts';
import { SOMEONE } from './someone-known.ts';

/** What is left of a spelling in the middle of a sentence. */
function left(spelling: string): string {
  const [text = ''] = tokenise([`Reviewed with ${spelling}, who takes 5 mg daily.`], SOMEONE).texts;
  return text
    .replace('Reviewed with ', '')
    .replace(/,? who takes 5 mg daily\.$/, '')
    .replaceAll(/\[[A-Z]+_\d+\]/g, '')
    .trim();
}

describe('names known of a record', () => {
  it.each([
    'Zoë Will Quillfeather-Long',
    'Zoe Quillfeather',
    'ZOË QUILLFEATHER-LONG',
    'zoe quillfeather long',
    'Quillfeather-Long, Zoë Will',
    'Long, Zoë',
    'Quillfeather Long, Z. W.',
    'Z. Quillfeather',
    'Z.W. Long',
    'Zoë L.',
    'Zoë K. Quillfeather',
    'Quillfeather',
    'QuillfeatherLong',
    'zoequillfeather',
    'zquillfeather',
    'Zoë_Quillfeather',
    'Zoë\nQuillfeather',
    'Will',
    'Long',
    'will long',
    'Z.W.Q.',
    'Muellerby',
    'Mullerby',
    'Ignatius Müllerby',
    'O’Tarrow',
    'OTarrow',
    'O Tarrow',
    "bridget o'tarrow",
    '林小滝',
    '小滝林',
  ])('are gone as %j', (spelling) => {
    expect(left(spelling)).toBe('');
  });

  it.each([
    ['Mrs. Quillfeather', 'Mrs.'],
    ["Quillfeather's", "'s"],
    ['Quillfeather’s', '’s'],
    ['the Quillfeathers', 'the'],
    ['miss long', 'miss'],
  ])('are gone from %j', (spelling, rest) => {
    expect(left(spelling)).toBe(rest);
  });

  it.each([
    'Qu\u200bill\u00adfea\u2060ther',
    'Ｑｕｉｌｌｆｅａｔｈｅｒ',
    'Quill\u0007feat\u0000her',
    '𝐐𝐮𝐢𝐥𝐥𝐟𝐞𝐚𝐭𝐡𝐞𝐫',
    'Quillfеаthеr',
    'quillfеаthеr',
    'zоe quillfeather',
    'ｑｕｉｌｌｆｅａｔｈｅｒ',
    'Quіllfeаther',
    'Q\u{E0071}uillfeather',
    'Qui\u0308llfe\u0301ather\u0301',
  ])('are gone however they are disguised: %j', (spelling) => {
    expect(left(spelling)).toBe('');
  });

  it.each(['long history of cough', 'she will rest', 'quill', 'longer', 'willing'])(
    'leave everyday words alone: %j',
    (words) => {
      expect(left(words)).toBe(words);
    },
  );

  it('leave a month beside a number alone', () => {
    const known = { ...SOMEONE, names: ['April Quillfeather'] };
    const { texts } = tokenise(['Since April 12 she, April, feels better.'], known);
    expect(texts).toStrictEqual(['Since April 12 she, [NAME_1], feels better.']);
  });
});

describe('what else is known of a record', () => {
  it.each([
    '1948-03-07',
    '1948-03-07T00:00:00Z',
    '1948/03/07',
    '03/07/1948',
    '3/7/48',
    '03-07-1948',
    '07.03.1948',
    'March 7, 1948',
    'Mar 7th, 1948',
    '7 March 1948',
    '07-MAR-1948',
    '7th of March 1948',
    'MARCH 7 1948',
    '19480307',
    '03071948',
    '１９４８-０３-０７',
    '1948–03–07',
    '900-55-0137',
    '900 55 0137',
    '900550137',
    '900.55.0137',
    '(555) 017-2244',
    '555-017-2244',
    '5550172244',
    '+1 555 017 2244',
    '1-555-017-2244',
    '555.017.2244',
    'RVS-0093371',
    'rvs0093371',
    'RVS 0093371',
    'MRN#RVS_0093371'.slice(4),
    'A799-1204',
    'zoe.q@mail.example',
    'ZOE.Q@MAIL.EXAMPLE',
    '14 Tallowmere Street',
    '14 tallowmere st.',
    '14 TALLOWMERE ST',
    '14, Tallowmere Str.',
    'Brackenford',
    'brackenford',
    'Reading',
    '90417',
    'b7d1c2f0-11aa-4c3e-9a55-0c4477e1d2b3',
    'B7D1C2F011AA4C3E9A550C4477E1D2B3',
  ])('is gone as %j', (spelling) => {
    expect(left(spelling)).toMatch(/^[#.]?$/);
  });

  it.each(['reading glasses', '1948', '2019-03-07', '19417', 'March 8, 1948', 'dose of 55 mg'])(
    'does not take %j along',
    (words) => {
      expect(left(words)).toBe(words);
    },
  );
});
