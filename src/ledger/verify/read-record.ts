import { isUtf8 } from 'node:buffer';

/** What a verification tells of a record; its content is for other commands. */
export interface RecordSummary {
  readonly id: string;
  /** Milliseconds since the epoch; `null` where it states no time. */
  readonly time: number | null;
  /** Events that it stands for; `null` for a record of a later form, whose bytes are checked all the same. */
  readonly events: number | null;
  /** Ordinal of its first event; not 0 only in a later part of a record that was split. */
  readonly firstOrdinal: number;
}

/**
 * @returns `null` for bytes that no writer stores: not UTF-8, not one JSON object, or one without an id; nor for a text
 * that two readers may take for two things: a key that stands twice, a number that no double holds, white space.
 */
export function summarizeRecord(bytes: Uint8Array): RecordSummary | null {
  if (!isUtf8(bytes)) return null;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
    // Writing is recursive where reading is not: what is nested too deep for it is a RangeError, and no record.
    if (JSON.stringify(value) !== text) return null;
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string')
    return null;
  const time = 'time' in value && typeof value.time === 'string' ? Date.parse(value.time) : Number.NaN;
  return {
    id: value.id,
    time: Number.isNaN(time) ? null : time,
    events: countEvents(value),
    firstOrdinal: firstOrdinalOf(value),
  };
}

function firstOrdinalOf(record: object): number {
  const first: unknown = 'part' in record && Array.isArray(record.part) ? record.part[2] : 0;
  return typeof first === 'number' && Number.isSafeInteger(first) && first >= 0 ? first : 0;
}

/**
 * One event for each field of each row; a refusal without rows is one event, a privileged act without rows one for
 * each subject it names, or one.
 */
function countEvents(record: object): number | null {
  if (!('shapes' in record && 'subjects' in record && 'kind' in record && 'v' in record)) return null;
  const { shapes, subjects } = record;
  if (record.v !== 1 || !Array.isArray(shapes) || !Array.isArray(subjects)) return null;
  let rows = 0;
  let events = 0;
  for (const subject of subjects) {
    for (const [shape, resources] of listAt(subject, 1)) {
      const count = Array.isArray(resources) ? resources.length : 0;
      const fields = typeof shape === 'number' ? listAt(shapes[shape], 2).length : 0;
      rows += count;
      events += count * fields;
    }
  }
  if (rows > 0) return events;
  const refused = 'refusal' in record && record.refusal !== null;
  return refused || record.kind === 'privileged' ? Math.max(1, subjects.length) : 0;
}

function listAt(tuple: unknown, at: number): readonly (readonly unknown[])[] {
  const list: unknown = Array.isArray(tuple) ? tuple[at] : null;
  return Array.isArray(list) ? list.filter((item): item is readonly unknown[] => Array.isArray(item)) : [];
}
