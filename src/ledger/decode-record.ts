import type { OperationRecord } from './operation-record.ts';
import { StoredRecord } from './stored-record.ts';

/** A stored record, or one part of a split one: `part` counts from 0. */
export interface DecodedRecord {
  readonly record: OperationRecord;
  readonly part: number;
  readonly parts: number;
  /** Ordinal of this part's first event within the whole record. */
  readonly firstOrdinal: number;
}

const UTF8 = { fatal: true };

/** @returns the record, or `null` for bytes that are not one (not UTF-8, not JSON, not of the stored form). */
export function decodeRecord(bytes: Uint8Array): DecodedRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', UTF8).decode(bytes));
  } catch {
    return null;
  }
  const parsed = StoredRecord.safeParse(value);
  if (!parsed.success) return null;
  const { part, shapes, subjects, ...head } = parsed.data;
  for (const [, groups] of subjects) {
    for (const [shape] of groups) if (shapes[shape] === undefined) return null;
  }
  return {
    record: {
      ...head,
      shapes: shapes.map(([type, via, fields]) => ({ type, via, fields })),
      subjects: subjects.map(([subject, groups]) => ({
        subject,
        groups: groups.map(([shape, resources, consent = null, breakGlass = null]) => ({
          shape,
          resources,
          consent,
          breakGlass,
        })),
      })),
    },
    part: part?.[0] ?? 0,
    parts: part?.[1] ?? 1,
    firstOrdinal: part?.[2] ?? 0,
  };
}
