import { expect, test } from 'vitest';
import { sixYearsBefore } from '../../../../src/ledger/export/accounting/six-years-before.ts';

test.each([
  ['2026-11-22T10:00:00.123Z', '2020-11-22T10:00:00.123Z'],
  ['2028-02-29T12:00:00.000Z', '2022-02-28T12:00:00.000Z'],
  ['2028-02-28T23:59:59.999Z', '2022-02-28T23:59:59.999Z'],
  ['2028-03-01T00:00:00.000Z', '2022-03-01T00:00:00.000Z'],
  ['2030-02-28T00:00:00.000Z', '2024-02-28T00:00:00.000Z'],
  ['2030-12-31T00:00:00.000Z', '2024-12-31T00:00:00.000Z'],
])('six years before %s is %s: more rather than less', (until, from) => {
  expect(new Date(sixYearsBefore(Date.parse(until))).toISOString()).toBe(from);
});
