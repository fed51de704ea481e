import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LeafKind, ValueShape } from '../../src/access/access-model.ts';
import { MASKS } from '../../src/access/access-model.ts';
import { MASK_TABLE } from '../../src/access/mask-table.ts';
import { maskValue, pseudonymOf } from '../../src/access/masks.ts';
import { FACTS, KEY, KINDS, leaf, mask } from './mask-facts.ts';

const OTHER_KEY = new Uint8Array(32).fill(8);

const ADDRESS: ValueShape = {
  shape: 'value',
  type: 'Address',
  list: false,
  fields: {
    use: leaf('CODED'),
    line: leaf('GEOGRAPHY', true),
    city: leaf('GEOGRAPHY'),
    state: leaf('STATE'),
    postalCode: leaf('POSTAL_CODE'),
    country: leaf('STATE'),
  },
};
const NAMES: ValueShape = {
  shape: 'value',
  type: 'HumanName',
  list: true,
  fields: { family: leaf('NAME'), given: leaf('NAME', true) },
};

describe('every pair of kind and mask', () => {
  // access-matrix, "Masks by kind of field", written out: value → PARTIAL, GENERALIZE, PSEUDONYM.
  it.each<[LeafKind, unknown, unknown, unknown, unknown]>([
    ['IDENTIFIER', '999-12-3456', '3456', null, pseudonymOf(KEY, 'IDENTIFIER', '999-12-3456')],
    ['NAME', 'Ada', 'Ada', null, null],
    ['DATE', '2024-02-29', '2024-02-29', '2024', null],
    ['BIRTH_DATE', '1980-05-05', '1980-05-05', '1980', null],
    ['GEOGRAPHY', 'Springfield', 'Springfield', null, null],
    ['STATE', 'MA', 'MA', 'MA', null],
    ['POSTAL_CODE', '02139', '02139', '021', null],
    ['CODED', 'active', 'active', 'active', 'active'],
    ['TEXT', 'seen today', null, null, null],
  ])('%s', (kind, value, partial, generalize, pseudonym) => {
    expect(mask(value, kind, 'NONE')).toBe(value);
    expect(mask(value, kind, 'PARTIAL')).toBe(partial);
    expect(mask(value, kind, 'GENERALIZE')).toBe(generalize);
    expect(mask(value, kind, 'PSEUDONYM')).toBe(pseudonym);
    expect(mask(value, kind, 'REDACT')).toBeNull();
  });

  it('has a rule', () => {
    expect(Object.keys(MASK_TABLE).sort()).toEqual([...KINDS].sort());
    for (const rules of Object.values(MASK_TABLE))
      expect(Object.keys(rules).sort()).toEqual([...MASKS].sort());
  });
});

describe('PARTIAL of an identifier', () => {
  it.each([
    ['12345678', '5678'],
    ['1234567', null],
    ['', null],
    ['    1234', null],
    ['\u{1F600}'.repeat(7), null],
    [12345678, null],
  ])('%j leaves %j', (value, left) => {
    expect(mask(value, 'IDENTIFIER', 'PARTIAL')).toBe(left);
  });
});

describe('GENERALIZE of a birth date', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  it.each<[string, string | null, string | null, string]>([
    ['1936-03-03', null, '1936', 'eighty-nine'],
    ['1936-03-01', null, null, 'ninety today'],
    ['1936-03-02', null, null, 'ninety where the day has begun already'],
    ['1936', null, null, 'ninety at most'],
    ['1937', null, '1937', 'eighty-nine at most'],
    ['1936-03', null, null, 'ninety at most, by month'],
    ['1920-01-01', '2000-01-01', '1920', 'died at eighty'],
    ['1920-01-01', '2010', null, 'died at ninety, by year'],
    ['1920-01-01', 'unknown', null, 'death that cannot be read does not stop the clock'],
  ])('%s (died %s) leaves %j: %s', (birthDate, deceasedDate, left) => {
    expect(mask(birthDate, 'BIRTH_DATE', 'GENERALIZE', { birthDate, deceasedDate, now })).toBe(left);
  });

  it('is null when the patient is over 89 by either the value or the stored birth date', () => {
    expect(mask('1980-05-05', 'BIRTH_DATE', 'GENERALIZE', { birthDate: '1930' })).toBeNull();
    expect(mask('1930-05-05', 'BIRTH_DATE', 'GENERALIZE', { birthDate: '1980' })).toBeNull();
  });

  it.each([null, '', 'about 1950', '1950-13-01'])('is null when the stored birth date is %j', (birthDate) => {
    expect(mask('1980-05-05', 'BIRTH_DATE', 'GENERALIZE', { birthDate })).toBeNull();
  });
});

describe('GENERALIZE of another date', () => {
  it('keeps the year of a date within ninety years, and drops one that tells an age over 89', () => {
    expect(mask('1990-01-01T10:00:00Z', 'DATE', 'GENERALIZE')).toBe('1990');
    expect(mask('1931-01-01', 'DATE', 'GENERALIZE')).toBeNull();
    expect(mask('1931-01-01', 'DATE', 'GENERALIZE', { deceasedDate: '1999' })).toBe('1931');
  });

  it.each(['1990-02-30', 'soon', '1990-01-01 Monday', '', 1990])('drops %j', (value) => {
    expect(mask(value, 'DATE', 'GENERALIZE')).toBeNull();
  });

  it('never tells a month, a day or a time', () => {
    const years = { min: new Date('1940-01-01'), max: new Date('2026-01-01') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), fc.constantFrom(7, 10, 24), (date, length) => {
        expect(mask(date.toISOString().slice(0, length), 'DATE', 'GENERALIZE')).toMatch(/^\d{4}$/);
      }),
    );
  });
});

describe('GENERALIZE of a postal code', () => {
  it.each([
    ['02139', '021'],
    ['02139-4307', '021'],
    ['021394307', '021'],
    ['03601', '000'],
    ['0213', '000'],
    ['K1A 0B6', '000'],
    ['', '000'],
    [2139, null],
  ])('%j leaves %j', (value, left) => {
    expect(mask(value, 'POSTAL_CODE', 'GENERALIZE')).toBe(left);
  });

  it('leaves nothing of a foreign area, whose numbers the table does not know', () => {
    const generalized = (country: unknown) =>
      maskValue({ state: 'X', postalCode: '02139', country }, ADDRESS, 'GENERALIZE', FACTS);
    expect(generalized('US')).toMatchObject({ postalCode: '021' });
    expect(generalized('DE')).toMatchObject({ postalCode: '000' });
    expect(generalized(7)).toMatchObject({ postalCode: '000' });
  });

  it('never tells more than three digits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{5}(-\d{4})?$/)), (code) => {
        const left = maskValue(code, leaf('POSTAL_CODE'), 'GENERALIZE', {
          ...FACTS,
          zip3Populous: () => true,
        });
        expect(left).toMatch(/^\d{3}$/);
      }),
    );
  });
});

describe('PSEUDONYM', () => {
  it('is the same for the same value under one key, and no other', () => {
    const token = mask('MRN-1', 'IDENTIFIER', 'PSEUDONYM');
    expect(token).toBe(mask('MRN-1', 'IDENTIFIER', 'PSEUDONYM'));
    expect(token).not.toBe(mask('MRN-2', 'IDENTIFIER', 'PSEUDONYM'));
    expect(token).not.toBe(mask('MRN-1', 'IDENTIFIER', 'PSEUDONYM', { pseudonymKey: OTHER_KEY }));
    expect(token).toMatch(/^psn-[0-9a-f]{32}$/);
  });

  it('keeps labels apart, wherever the border between label and value lies', () => {
    expect(pseudonymOf(KEY, 'Patient', 'a')).not.toBe(pseudonymOf(KEY, 'Encounter', 'a'));
    expect(pseudonymOf(KEY, 'ab', 'c')).not.toBe(pseudonymOf(KEY, 'a', 'bc'));
  });

  it('is null without a key', () => {
    expect(mask('MRN-1', 'IDENTIFIER', 'PSEUDONYM', { pseudonymKey: null })).toBeNull();
    expect(pseudonymOf(null, 'Patient', 'a')).toBeNull();
  });
});

describe('lists and objects', () => {
  it('are masked item by item and field by field; what the shape does not name is dropped', () => {
    const home = {
      use: 'home',
      line: ['1 Main St'],
      city: 'Springfield',
      state: 'MA',
      postalCode: '02139',
      text: '1 Main St, Springfield',
    };
    expect(maskValue(home, ADDRESS, 'GENERALIZE', FACTS)).toEqual({
      use: 'home',
      line: null,
      city: null,
      state: 'MA',
      postalCode: '021',
      country: null,
    });
  });

  it('leave no null inside, since items are non-null', () => {
    const shape = leaf('IDENTIFIER', true);
    expect(maskValue(['12345678', '123', null, 5], shape, 'PARTIAL', FACTS)).toEqual(['5678']);
  });

  it('tell nothing, not even how many there are, where nothing is left', () => {
    const none = [
      undefined,
      null,
      [],
      [{}],
      [{ family: 'A', given: ['B'] }],
      [{ family: 'A' }, { family: 'B' }],
    ];
    for (const value of none) expect(maskValue(value, NAMES, 'GENERALIZE', FACTS)).toBeNull();
  });

  it('deny what is not of the declared shape', () => {
    expect(maskValue('Ada', NAMES, 'PARTIAL', FACTS)).toBeNull();
    expect(maskValue({ family: 'A' }, NAMES, 'PARTIAL', FACTS)).toBeNull();
    expect(maskValue([['Ada']], leaf('NAME', true), 'PARTIAL', FACTS)).toBeNull();
    expect(maskValue(['Ada'], leaf('NAME'), 'PARTIAL', FACTS)).toBeNull();
    expect(maskValue({ toString: () => 'Ada' }, leaf('CODED'), 'GENERALIZE', FACTS)).toBeNull();
    expect(maskValue([{ given: 'Ada' }], NAMES, 'PARTIAL', FACTS)).toBeNull();
  });

  it('do not read inherited properties', () => {
    const value: unknown = Object.create({ family: 'inherited' });
    expect(maskValue([value], NAMES, 'PARTIAL', FACTS)).toBeNull();
  });

  it('keep an organisation beside the patient whole or not at all', () => {
    const shape: ValueShape = { shape: 'object', list: false };
    const clinic = { id: 'o1' };
    expect(MASKS.map((by) => maskValue(clinic, shape, by, FACTS))).toEqual([
      clinic,
      clinic,
      null,
      null,
      null,
    ]);
  });
});
