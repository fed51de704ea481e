import { z } from 'zod';
import type { OperationRecord } from '../operation-record.ts';

const Field = z.tuple([
  z.string().nullable(),
  z.string().nullable(),
  z.enum(['PERMIT', 'MASK', 'DENY']),
  z.string().nullable(),
  z.string(),
  z.string().nullable(),
]);
const Pattern = z.tuple([
  z.enum(['operation', 'refusal']),
  z.array(z.string()),
  z.string().nullable(),
  z.string().nullable(),
  z.array(Field),
]);

/** One field of a pattern: [coordinate, category, decision, mask, reason, grant id]; no coordinate: a whole request. */
export type UsedField = Readonly<z.output<typeof Field>>;

/** What many rows of many records have in common: under which roles, purpose and client which fields ended how. */
export interface UsePattern {
  readonly kind: 'operation' | 'refusal';
  readonly roles: readonly string[];
  /** Of the record. What was read through a glass was read for BTG: see `purposeOf`. */
  readonly purpose: string | null;
  readonly client: string | null;
  readonly fields: readonly UsedField[];
}

export interface Use {
  /** The pattern as text; the same pattern has the same text. */
  readonly text: string;
  readonly fields: UsePattern['fields'];
  /** Rows, or refused requests, to which it happened: each of its fields is that many events. */
  readonly times: number;
}

/**
 * What a record says was used, by pattern: the very events that `expandRecord` gives for it, each as often as it
 * counts. None for a privileged act, which resolves no PHI field.
 */
export function usesOf(record: OperationRecord): readonly Use[] {
  const { kind, roles, purpose, client, shapes, refusal, count } = record;
  if (kind === 'privileged') return [];
  const write = (fields: UsePattern['fields']) => JSON.stringify([kind, roles, purpose, client, fields]);
  const rows = rowsOf(record);
  if (rows.size > 0) {
    return [...rows].flatMap(([shape, times]) => {
      const fields = shapes[shape]?.fields ?? [];
      return fields.length === 0 ? [] : [{ text: write(fields), fields, times: times * count }];
    });
  }
  if (refusal === null) return [];
  const events = Math.max(1, record.subjects.length);
  const fields: UsePattern['fields'] = [[null, null, 'DENY', null, refusal, null]];
  return [{ text: write(fields), fields, times: events * count }];
}

/** @returns `null` for a text that is none. */
export function readPattern(text: string): UsePattern | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { data } = Pattern.safeParse(value);
  if (data === undefined) return null;
  const [kind, roles, purpose, client, fields] = data;
  return { kind, roles, purpose, client, fields };
}

/** Through an opened glass a record is read for one purpose only (HL7 ActReason BTG). */
export function purposeOf(
  { purpose }: Pick<UsePattern, 'purpose'>,
  [, , , , reason]: UsedField,
): string | null {
  return reason === 'BREAK_GLASS' ? 'BTG' : purpose;
}

function rowsOf({ subjects, shapes }: OperationRecord): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  for (const { groups } of subjects) {
    for (const { shape, resources } of groups) {
      if (resources.length === 0 || shapes[shape] === undefined) continue;
      rows.set(shape, (rows.get(shape) ?? 0) + resources.length);
    }
  }
  return rows;
}
