import { describe, expect, it } from 'vitest';
import { indexEntries, searchEntries } from '../../datasources/dynamodb/blind-index.ts';

const KEY = new Uint8Array(32).fill(1);
const OTHER = new Uint8Array(32).fill(2);
const VALUES = {
  mrns: ['M-1001'],
  phones: ['(555) 555-0100'],
  names: [{ family: 'Quill', given: ['Ada'] }],
  birthDate: '1980-02-29',
};

describe('index entries', () => {
  it('cannot be tried out without the tenant’s key', () => {
    const own = indexEntries(KEY, VALUES);
    expect(own.length).toBeGreaterThan(4);
    expect(indexEntries(OTHER, VALUES).filter((entry) => own.includes(entry))).toEqual([]);
    expect(searchEntries(OTHER, { mrn: 'M-1001' })).not.toEqual(searchEntries(KEY, { mrn: 'M-1001' }));
  });

  it('tell no value', () => {
    for (const entry of indexEntries(KEY, VALUES)) {
      expect(entry).toMatch(/^[A-Za-z]+#[A-Za-z0-9_-]{43}$/);
      expect(entry.toLowerCase()).not.toMatch(/quill|1001|5550100|1980/);
    }
  });

  it('do not tell that two kinds of value are the same', () => {
    const same = indexEntries(KEY, { mrns: ['ADA'], phones: [], names: [], birthDate: 'ADA' });
    expect(new Set(same.map((entry) => entry.split('#')[1])).size).toBe(same.length);
  });
});
