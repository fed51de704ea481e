import { describe, expect, it } from 'vitest';
import { openChecks } from '../../../src/insight/checks/check-sentence.ts';
import { itemOf, refusalOf, sentenceOf } from './refusal-of.ts';

const ITEMS = [
  itemOf(1, 'Condition', 'Painful gout; clinical status active; value 7.25'),
  itemOf(2, 'Condition', 'Gout'),
];

describe('a citation', () => {
  it('must be there', () => {
    expect(refusalOf(ITEMS, 'Gout', [])).toBe('citations exist');
  });

  it('names an item that is there', () => {
    expect(refusalOf(ITEMS, 'Gout', [[2], [9, 'Gout']])).toBe('citations exist');
  });

  it.each(['gout', 'Gou', 'Painful  active', 'ful gout', '7.2', '', '; ', 'Pain'])(
    'quotes its item, not: "%s"',
    (quote) => {
      const sentence = sentenceOf('Gout', [
        [2, 'Gout'],
        [quote === 'gout' ? 2 : 1, quote],
      ]);
      expect(openChecks({ items: ITEMS, mode: 'verbatim', incomplete: new Set() })(sentence)?.check).toBe(
        'quotes stand',
      );
    },
  );

  it('may differ in white space', () => {
    expect(refusalOf(ITEMS, 'Painful gout', [[1, 'Painful\n gout']])).toBeNull();
  });

  it('has a reason of its own', () => {
    expect(
      openChecks({ items: ITEMS, mode: 'scored', incomplete: new Set() })(sentenceOf('Gout', [])),
    ).toEqual({
      reason: 'CITATION',
      check: 'citations exist',
    });
  });
});

describe('a sentence', () => {
  it.each([
    'Gout https://gout.example/x',
    'Gout ![x](y)',
    'Gout [x](y)',
    '<b>Gout</b>',
    '&lt;b Gout',
    '**Gout**',
    '`Gout` x',
    '# Gout',
    '- Gout',
    'Gout\nGout',
    'Gout \u202Etuog',
    'Go\u200But',
    'Gout\u{E0041}',
    'Gout\u0007',
    'Gоut', // Cyrillic о
    'Gout evil.com',
    'Gout {{x}}',
  ])('is plain text: %j', (text) => {
    expect(refusalOf(ITEMS, text, [[2]])).toBe('plain text');
  });

  it('stands under a heading of plain text', () => {
    expect(refusalOf(ITEMS, 'Gout', [[2]], 'verbatim', { section: '<b>' })).toBe('plain text');
  });

  it.each(['mm[Hg] (High)', '[NAME_1]: Gout', 'μg', 'α-fetoprotein', '> 5'.slice(2)])(
    'may hold what medicine writes: %s',
    (text) => {
      expect(refusalOf(ITEMS, text, [[2]])).not.toBe('plain text');
    },
  );

  it('is not read when it is too long', () => {
    const sentence = sentenceOf('Gout '.repeat(500), [[2, 'Gout']]);
    expect(openChecks({ items: ITEMS, mode: 'scored', incomplete: new Set() })(sentence)).toEqual({
      reason: 'UNGROUNDED',
      check: 'size',
    });
  });
});

describe('hostile text', () => {
  it.each([
    ['a '.repeat(250), 'a '.repeat(500), 'DocumentReference'],
    ['no pain '.repeat(60), 'no pain '.repeat(125), 'DocumentReference'],
    ['a '.repeat(250), 'a; '.repeat(330), 'Observation'],
    ['left arm 5 mg pain '.repeat(25), 'left arm 5 mg pain. '.repeat(50), 'DocumentReference'],
    ['the result is '.repeat(35), 'the result is '.repeat(70), 'DocumentReference'],
    ['['.repeat(500), '[NAME_'.repeat(160), 'DocumentReference'],
  ])('%# takes no more than its share of time', (text, item, kind) => {
    const time = (times: number) => {
      const items = [itemOf(1, kind, item.repeat(times).trim())];
      const sentence = sentenceOf(`${text.repeat(times)}x`, [[1, items[0]?.text ?? '']]);
      const runs = Array.from({ length: 7 }, () => {
        const start = performance.now();
        for (let run = 0; run < 5; run += 1)
          openChecks({ items, mode: 'scored', incomplete: new Set() })(sentence);
        return performance.now() - start;
      });
      return Math.min(...runs);
    };
    time(1);
    // Sentence times item: four times the work at twice the length; cubic would be eight.
    expect(time(2) / Math.max(time(1), 0.2)).toBeLessThan(7.5);
  });
});
