import { expect, it } from 'vitest';
import { scoreIdentifiers } from '../../eval/score-identifiers.ts';

const TEXT = 'Ivo Tarn saw Opal on Monday at noon';
const TEXTS = [
  {
    id: 'one',
    text: TEXT,
    labels: [
      { type: 'NAME', start: 0, end: 8 },
      { type: 'NAME', start: 13, end: 17 },
    ],
  },
];

it('counts labels, findings and words', () => {
  const score = scoreIdentifiers(TEXTS, () => [
    { start: 4, end: 8, kind: 'NAME' },
    { start: 21, end: 27, kind: 'DATE' },
  ]);
  expect(score).toStrictEqual({
    precision: 1 / 2,
    recall: 1 / 2,
    f1: 1 / 2,
    wordRecall: 1 / 3,
    overRedaction: 1 / 5,
    labels: 2,
  });
});

it('takes a label of which less than half is covered for missed', () => {
  expect(scoreIdentifiers(TEXTS, () => [{ start: 0, end: 3, kind: 'NAME' }]).recall).toBe(0);
});

it('neither asks for labels that do not count nor holds them against a finding', () => {
  const score = scoreIdentifiers(
    TEXTS,
    () => [{ start: 0, end: 8, kind: 'NAME' }],
    ({ start }) => start === 13,
  );
  expect(score).toMatchObject({ precision: 1, recall: 0, labels: 1, overRedaction: 0 });
});
