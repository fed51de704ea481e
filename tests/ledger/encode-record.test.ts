import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecord } from '../../src/ledger/decode-record.ts';
import { encodeRecord } from '../../src/ledger/encode-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { encodeParts } from '../../src/ledger/split-record.ts';
import { anyRecord } from './any-record.ts';
import { sampleRecord } from './sample-record.ts';

function eventsOf(stored: readonly Uint8Array[]) {
  return stored.flatMap((bytes) => {
    const decoded = decodeRecord(bytes);
    if (decoded === null) throw new Error('a stored record does not decode');
    return [...expandRecord(decoded.record, decoded.firstOrdinal)];
  });
}

test('every event survives storing, whatever the strings are', () => {
  fc.assert(
    fc.property(anyRecord(), (record: OperationRecord) => {
      expect(eventsOf([encodeRecord(record)])).toEqual([...expandRecord(record)]);
    }),
  );
});

test('every event survives splitting, with its ordinal, in pieces no larger than they must be', () => {
  fc.assert(
    fc.property(anyRecord(), fc.integer({ min: 600, max: 4000 }), (record, limit) => {
      const parts = encodeParts(record, limit);
      expect(eventsOf(parts)).toEqual([...expandRecord(record)]);
      for (const part of parts) {
        const rows = decodeRecord(part)?.record.subjects.flatMap(({ groups }) =>
          groups.flatMap((group) => group.resources),
        );
        if (parts.length > 1) expect(part.length <= limit || rows?.length === 1).toBe(true);
      }
    }),
  );
});

test('an operation over two thousand patients is split into pieces a log entry can hold', () => {
  const subjects = Array.from({ length: 2000 }, (_, n) => ({
    subject: `patient-${n}`,
    groups: [
      { shape: 0, resources: [`patient-${n}`], consent: null, breakGlass: null },
      {
        shape: 1,
        resources: Array.from({ length: 20 }, (_, row) => `observation-${n}-${row}`),
        consent: 'c',
        breakGlass: null,
      },
    ],
  }));
  const record = sampleRecord({ subjects });
  const parts = encodeParts(record);
  expect(parts.length).toBeGreaterThan(10);
  for (const part of parts) expect(part.length).toBeLessThan(65_536);
  const events = eventsOf(parts);
  expect(events).toHaveLength(2000 * 22);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2000 * 22);
});

test('equal records are equal bytes, in whatever order their properties were set', () => {
  const record = sampleRecord();
  const { v, kind, id, ...rest } = record;
  const shuffled = { ...rest, id, kind, v };
  expect(Object.keys(shuffled)).not.toEqual(Object.keys(record));
  expect(encodeRecord(shuffled)).toEqual(encodeRecord(record));
});

test.each([
  ['not UTF-8', Buffer.from([0xff, 0xfe])],
  ['not JSON', Buffer.from('{')],
  ['another form', Buffer.from('{"v":1}')],
  ['an unknown version', Buffer.from(encodeRecord(sampleRecord()).toString().replace('"v":1', '"v":2'))],
  ['a group without its shape', encodeRecord(sampleRecord({ shapes: [] }))],
  ['an extra property', Buffer.from(encodeRecord(sampleRecord()).toString().replace('{', '{"x":1,'))],
])('bytes that are no record decode to nothing: %s', (_, bytes) => {
  expect(decodeRecord(bytes)).toBeNull();
});
