import { expect, it } from 'vitest';
import { mergeFound } from '../../../src/insight/identifiers/merge-found.ts';

it('covers all that any finding covers, under the kind that came first', () => {
  const merged = mergeFound([
    { start: 10, end: 20, kind: 'NAME' },
    { start: 5, end: 12, kind: 'ADDRESS' },
    { start: 18, end: 25, kind: 'ID' },
    { start: 25, end: 30, kind: 'PHONE' },
  ]);
  expect(merged).toStrictEqual([
    { start: 5, end: 25, kind: 'NAME' },
    { start: 25, end: 30, kind: 'PHONE' },
  ]);
});

it('is not shortened by what lies within', () => {
  const merged = mergeFound([
    { start: 0, end: 20, kind: 'ADDRESS' },
    { start: 5, end: 8, kind: 'ID' },
  ]);
  expect(merged).toStrictEqual([{ start: 0, end: 20, kind: 'ADDRESS' }]);
});
