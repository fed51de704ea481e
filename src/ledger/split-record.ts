import { encodeRecord } from './encode-record.ts';
import type { OperationRecord, RecordedGroup, RecordedSubject } from './operation-record.ts';

/**
 * Largest stored record, in bytes, where splitting can reach it: an entry of a tlog-tiles log is at most
 * 65,535 bytes (C2SP tlog-tiles), and every stored record is to become one entry.
 */
export const RECORD_BYTES = 60 * 1024;

/**
 * The stored bytes of a record: one piece, or several that each stand on their own (whole head, own rows),
 * in event order. A piece is larger than `limit` only when one row's fields alone are.
 */
export function encodeParts(record: OperationRecord, limit = RECORD_BYTES): readonly Buffer[] {
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
  if (halves === null) return [record];
  return halves.flatMap((subjects) => split(withSubjects(record, subjects), limit));
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
