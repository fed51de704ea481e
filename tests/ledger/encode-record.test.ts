import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecord } from '../../src/ledger/decode-record.ts';
import { encodeRecord } from '../../src/ledger/encode-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { encodeParts, RecordTooLargeError } from '../../src/ledger/split-record.ts';
import { anyRecord } from './any-record.ts';
import { sampleRecord } from './sample-record.ts';

const FIELD = ['Patient.name', null, 'PERMIT', 'NONE', 'GRANT', null] as const;
const ONE_ROW = [
  { subject: 'p1', groups: [{ shape: 0, resources: ['p1'], consent: null, breakGlass: null }] },
];
const INSIGHT = {
  coordinate: 'Patient.insights',
  model: 'm',
  guardrail: 'g:1',
  guardrailPolicy: '1',
  promptHash: 'p',
  evidenceHash: 'e',
  sent: true,
};

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
        const { record: piece } = decodeRecord(part) ?? { record };
        const events = [...expandRecord(piece)];
        if (parts.length > 1) expect(part.length <= limit || events.length === 1).toBe(true);
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

test('what is read is the one way of writing it: each part encodes to the bytes it was read from', () => {
  fc.assert(
    fc.property(anyRecord(), fc.integer({ min: 600, max: 4000 }), (record, limit) => {
      for (const bytes of [encodeRecord(record), ...encodeParts(record, limit)]) {
        const decoded = decodeRecord(bytes);
        if (decoded === null) throw new Error('a stored record does not decode');
        const { part, parts, firstOrdinal } = decoded;
        const whole = parts === 1 && part === 0 && firstOrdinal === 0;
        expect(encodeRecord(decoded.record, whole ? undefined : [part, parts, firstOrdinal])).toEqual(bytes);
      }
    }),
  );
});

test('one row with more fields than an entry of the log holds is split by its fields, in their order', () => {
  const fields = Array.from(
    { length: 4_000 },
    (_, n) => [`Patient.field${n}`, 'LAB', 'PERMIT', 'NONE', 'GRANT', `PhiCategory.LAB#${n}`] as const,
  );
  const record = sampleRecord({
    shapes: [{ type: 'Patient', via: null, fields }],
    subjects: [
      { subject: 'p1', groups: [{ shape: 0, resources: ['p1', 'p2'], consent: 'c', breakGlass: 'g' }] },
    ],
  });
  const parts = encodeParts(record);
  expect(parts.length).toBeGreaterThan(4);
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(60 * 1024);
  expect(eventsOf(parts)).toEqual([...expandRecord(record)]);
});

test.each([
  [
    'a single field',
    { shapes: [{ type: 'x'.repeat(70_000), via: null, fields: [FIELD] }], subjects: ONE_ROW },
  ],
  ['a head', { session: 'x'.repeat(70_000) }],
  ['a refusal’s head', { session: 'x'.repeat(70_000), shapes: [], subjects: [] }],
])('%s that no entry of the log can hold is refused, not cut', (_, change) => {
  expect(() => encodeParts(sampleRecord(change))).toThrow(RecordTooLargeError);
});

test('equal records are equal bytes, in whatever order their properties were set', () => {
  const record = sampleRecord({ insight: INSIGHT });
  const { v, kind, id, insight, ...rest } = sampleRecord({ insight: INSIGHT });
  const { sent, ...hashes } = INSIGHT;
  const shuffled = { insight: { sent, ...hashes }, ...rest, id, kind, v };
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
