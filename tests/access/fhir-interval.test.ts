import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fhirInterval } from '../../src/access/fhir-interval.ts';

const at = (text: string) => Date.parse(text);

describe('fhirInterval', () => {
  it.each([
    ['2024', '2024-01-01T00:00:00.000Z', '2024-12-31T23:59:59.999Z'],
    ['2024-02', '2024-02-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['2023-12', '2023-12-01T00:00:00.000Z', '2023-12-31T23:59:59.999Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['0099', '0099-01-01T00:00:00.000Z', '0099-12-31T23:59:59.999Z'],
    ['2024-03-01T10:00:00Z', '2024-03-01T10:00:00.000Z', '2024-03-01T10:00:00.000Z'],
    ['2024-03-01T10:00:00.25+02:00', '2024-03-01T08:00:00.250Z', '2024-03-01T08:00:00.250Z'],
    ['2024-03-01T10:00-05:30', '2024-03-01T15:30:00.000Z', '2024-03-01T15:30:00.000Z'],
    ['2024-03-01T10:00:00', '2024-03-01T10:00:00.000Z', '2024-03-01T10:00:00.000Z'],
  ])('%s spans all it may mean', (text, earliest, latest) => {
    expect(fhirInterval(text)).toEqual({ earliest: at(earliest), latest: at(latest) });
  });

  it.each([
    '',
    'yesterday',
    '24',
    '0000',
    '2024-13',
    '2024-00',
    '2023-02-29',
    '2024-04-31',
    '2024-01-01T25:00:00Z',
    '2024-01-01T10:60:00Z',
    '2024-01-01T10:00:00+15:00',
    '2024-01-01 10:00:00Z',
    '2024-1-1',
    ' 2024',
    '2024-01-01T10:00:00Z; drop',
  ])('%j is no date', (text) => {
    expect(fhirInterval(text)).toBeNull();
  });

  it('agrees with the platform on every instant', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (date) => {
        expect(fhirInterval(date.toISOString())).toEqual({
          earliest: date.getTime(),
          latest: date.getTime(),
        });
      }),
    );
  });

  it('reads any text without throwing', () => {
    fc.assert(fc.property(fc.string(), (text) => fhirInterval(text) === null || /^\d{4}/.test(text)));
  });
});
