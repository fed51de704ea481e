import { describe, expect, it } from 'vitest';
import { renderValue } from '../../src/insight/render-value.ts';

describe('a value as text of evidence', () => {
  it.each([
    ['a concept by its text', { text: 'Asthma', codings: [{ display: 'Asthma (disorder)' }] }, 'Asthma'],
    [
      'a concept by its coding',
      { text: null, codings: [{ display: 'Asthma (disorder)' }] },
      'Asthma (disorder)',
    ],
    ['a concept by its code', { text: null, codings: [{ code: '195967001' }] }, '195967001'],
    ['a coding', { display: 'ambulatory', code: 'AMB' }, 'ambulatory'],
    ['a quantity', { value: 7.2, unit: '%' }, '7.2 %'],
    ['a quantity without unit', { value: 3, unit: null }, '3'],
    ['a span', { start: '2020-01-01', end: '2020-01-03' }, '2020-01-01 to 2020-01-03'],
    ['a span without end', { start: '2020-01-01', end: null }, '2020-01-01'],
    ['a range', { low: { value: 4, unit: '%' }, high: { value: 5.6, unit: '%' }, text: null }, '4 - 5.6 %'],
    ['a lower bound', { low: { value: 4, unit: '%' }, high: null, text: null }, '>= 4 %'],
    ['an upper bound', { low: null, high: { value: 9, unit: 'g' }, text: null }, '<= 9 g'],
    ['a range in words', { low: null, high: null, text: 'negative' }, 'negative'],
    ['a moment by its day', '2020-05-01T10:15:00Z', '2020-05-01'],
    ['a date', '2020-05', '2020-05'],
    ['a list', ['a', { text: 'b', codings: null }, null], 'a, b'],
    [
      'a part with its value',
      { code: { text: 'Systolic', codings: [] }, valueQuantity: { value: 120, unit: 'mm[Hg]' } },
      'Systolic 120 mm[Hg]',
    ],
    ['nothing', null, ''],
    ['nothing of a concept', { text: null, codings: null }, ''],
    ['true', true, 'true'],
    ['zero', 0, '0'],
  ])('shows %s', (_what, value, text) => {
    expect(renderValue(value)).toBe(text);
  });
});
