import { LedgerUnavailableError } from '../errors.ts';
import { encodeRecord } from './encode-record.ts';
import type { OperationRecord, RecordedGroup, RecordedSubject } from './operation-record.ts';

/**
 * Largest stored record, in bytes, where splitting can reach it: an entry of a tlog-tiles log is at most
 * 65,535 bytes (C2SP tlog-tiles), and every stored record is to become one entry.
 */
export const RECORD_BYTES = 60 * 1024;

/** An entry of the log bears its length as u16 (C2SP tlog-tiles): nothing longer can ever be proven. */
export const ENTRY_BYTES = 65_535;

/** One field of one row, or the head alone, is more than an entry of the log can hold. Nothing of it is stored. */
export class RecordTooLargeError extends LedgerUnavailableError {
  constructor() {
    super('record too large');
  }
}

/**
 * The stored bytes of a record: one piece, or several that each stand on their own (whole head, own rows or part of
 * one row's fields), in event order. A piece is larger than `limit` only when its head with one field is.
 * @throws RecordTooLargeError when a piece is larger than an entry of the log.
 */
export function encodeParts(record: OperationRecord, limit = RECORD_BYTES): readonly Buffer[] {
  const parts = partsOf(record, limit);
  if (parts.some(({ length }) => length > ENTRY_BYTES)) throw new RecordTooLargeError();
  return parts;
}

function partsOf(record: OperationRecord, limit: number): readonly Buffer[] {
  const whole = encodeRecord(record);
  if (whole.length <= limit) return [whole];
  // A subject without rows stands for an event only where no subject has any; such a record stays whole.
  const subjects = record.subjects.filter(({ groups }) =>
    groups.some(({ resources }) => resources.length > 0),
  );
  const pieces = split({ ...record, subjects }, limit);
  if (subjects.length === 0 || pieces.length === 1) return [whole];
  let firstOrdinal = 0;
  return pieces.map((piece, index) => {
    const bytes = encodeRecord(piece, [index, pieces.length, firstOrdinal]);
    firstOrdinal += countEvents(piece);
    return bytes;
  });
}

/** Room kept in every piece for its `part` entry. */
const PART_BYTES = 48;

function split(record: OperationRecord, limit: number): readonly OperationRecord[] {
  if (encodeRecord(record).length + PART_BYTES <= limit) return [record];
  const halves = halve(record.subjects);
  if (halves !== null) return halves.flatMap((subjects) => split(withSubjects(record, subjects), limit));
  const [shape, ...others] = record.shapes;
  if (shape === undefined || others.length > 0 || shape.fields.length < 2) return [record];
  return cut(shape.fields).flatMap((fields) => split({ ...record, shapes: [{ ...shape, fields }] }, limit));
}

/** Two halves by subject, else by group, else by row; `null` for a single row. */
function halve(subjects: readonly RecordedSubject[]): readonly (readonly RecordedSubject[])[] | null {
  if (subjects.length > 1) return cut(subjects);
  const [only] = subjects;
  if (only === undefined) return null;
  if (only.groups.length > 1) return cut(only.groups).map((groups) => [{ subject: only.subject, groups }]);
  const [group] = only.groups;
  if (group === undefined || group.resources.length < 2) return null;
  return cut(group.resources).map((resources) => [
    { subject: only.subject, groups: [{ ...group, resources }] },
  ]);
}

function cut<T>(items: readonly T[]): readonly (readonly T[])[] {
  const middle = items.length >> 1;
  return [items.slice(0, middle), items.slice(middle)];
}

/** The record with these rows only, and only the shapes they use. */
function withSubjects(record: OperationRecord, subjects: readonly RecordedSubject[]): OperationRecord {
  const moved = new Map<number, number>();
  const place = (group: RecordedGroup): RecordedGroup => {
    const shape = moved.get(group.shape) ?? moved.size;
    moved.set(group.shape, shape);
    return { ...group, shape };
  };
  const kept = subjects.map(({ subject, groups }) => ({ subject, groups: groups.map(place) }));
  const shapes = [...moved.keys()].flatMap((index) => record.shapes[index] ?? []);
  return { ...record, shapes, subjects: kept };
}

function countEvents(record: OperationRecord): number {
  let events = 0;
  for (const { groups } of record.subjects) {
    for (const { shape, resources } of groups) {
      events += resources.length * (record.shapes[shape]?.fields.length ?? 0);
    }
  }
  return events;
}
