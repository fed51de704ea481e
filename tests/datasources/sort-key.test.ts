import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexEntries, searchEntries } from '../../datasources/dynamodb/blind-index.ts';
import { isReference, isTenantName, tenantItemKeys } from '../../datasources/dynamodb/item-keys.ts';
import { dateShift, instantKey, readRowPlace, timeKey } from '../../datasources/dynamodb/sort-key.ts';
import { isFhirId } from '../../src/fhir-id.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const year = {
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
};

it('time keys sort as their instants do, under any key', () => {
  fc.assert(
    fc.property(key, fc.date(year), fc.date(year), (secret, a, b) => {
      const shift = dateShift(secret);
      const [left, right] = [instantKey(a.getTime(), shift), instantKey(b.getTime(), shift)];
      expect(left).toMatch(/^[0-9a-f]{13}$/);
      expect(Math.sign(a.getTime() - b.getTime())).toBe(left < right ? -1 : left > right ? 1 : 0);
      expect(left > timeKey(null, shift)).toBe(true);
    }),
  );
});

it('time keys tell no date: they differ from key to key', () => {
  const keys = Array.from({ length: 50 }, (_, at) =>
    timeKey('2020-01-01', dateShift(new Uint8Array(32).fill(at))),
  );
  expect(new Set(keys).size).toBe(50);
});

it('no text of any kind is read as a place unless it is one', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      const place = readRowPlace(text);
      if (place !== null) expect(`${place.time}#${place.id}`).toBe(text);
    }),
  );
});

it('no id, type or anchor breaks out of its tenant', () => {
  const any = fc.string({ unit: 'binary', maxLength: 80 });
  fc.assert(
    fc.property(any, any, (a, b) => {
      const keys = tenantItemKeys('t');
      for (const item of [
        keys.patient(a),
        keys.patientKey(a),
        keys.ties(a, b),
        keys.locator(a, b),
        keys.organizational(a, b),
        keys.listed(a),
        keys.erased(a),
        keys.insight(a, b),
        keys.insightCached(a, b),
        keys.insightLocator(a),
      ]) {
        expect(item.pk).toMatch(/^T#t#(PATIENTS$|ERASED$|([PLO]|INSIGHT)#[A-Za-z0-9\-./!]+$)/);
        expect(item.sk).toMatch(/^[A-Za-z0-9\-./!#]+$/);
      }
      if (isReference(a)) expect(a.split('/').every((part) => isFhirId(part))).toBe(true);
      if (isTenantName(a)) expect(a).not.toContain('#');
      else expect(() => tenantItemKeys(a)).toThrow(RangeError);
    }),
  );
});

it('whoever is indexed is found by each value, however it is written', () => {
  const secret = new Uint8Array(32).fill(9);
  const values = {
    mrns: ['ab-12'],
    phones: ['+1 (555) 555-0142'],
    names: [{ family: 'Ñandú', given: ['Zoë'] }],
    birthDate: '1999-12-31',
  };
  const entries = indexEntries(secret, values);
  for (const search of [
    { mrn: ' AB-12' },
    { phone: '555.555.0142' },
    { family: 'nandu' },
    { family: 'NANDÚ', birthDate: '1999-12-31', given: 'ZOE' },
  ]) {
    const asked = searchEntries(secret, search);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((entry) => !entries.includes(entry))).toEqual([]);
  }
  expect(searchEntries(secret, { family: 'x', birthDate: '1999-12-31' })).toHaveLength(1);
  expect(indexEntries(new Uint8Array(32), values).some((entry) => entries.includes(entry))).toBe(false);
});
