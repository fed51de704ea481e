import { expect, test } from 'vitest';
import { parseMoment } from '../../src/cli/parse-moment.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');

test.each([
  ['15m', '2026-11-21T09:45:00Z'],
  ['7d', '2026-11-14T10:00:00Z'],
  ['2026-11-20', '2026-11-20T00:00:00Z'],
  ['2026-11-20T08:00Z', '2026-11-20T08:00:00Z'],
  ['2026-11-20t08:00:00.5+02:00', '2026-11-20T06:00:00.500Z'],
])('%s is %s', (text, expected) => {
  expect(parseMoment(text, NOW)).toBe(Date.parse(expected));
});

// A time without an offset would mean another moment on every machine.
test.each([
  '',
  '15',
  'm',
  '-5m',
  '1w',
  'yesterday',
  '2026-13-01',
  '2026-11-20T08:00',
  '99999999999999m',
  '20261120',
])('%j is no moment', (text) => {
  expect(parseMoment(text, NOW)).toBeNull();
});
