import fc from 'fast-check';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';
import type { OperationRecord, RecordedField } from '../../../src/ledger/operation-record.ts';
import { anyRecordOfFew } from './small-world.ts';

/** The tests' own days; nothing is compared with the clock. */
export const FIRST_DAY = Math.floor(Date.UTC(2026, 10, 20) / 86_400_000);
export const DAYS = 4;

/** Records over some days, in one role or two or none, with grants, and refusals that are counted. */
export const anyUse: fc.Arbitrary<OperationRecord> = fc
  .tuple(
    anyRecordOfFew,
    fc.nat({ max: DAYS * 24 - 1 }),
    fc.subarray(['NURSE', 'CODER']),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([record, hour, roles, count]) => ({
    ...record,
    time: record.time.startsWith('no')
      ? record.time
      : new Date((FIRST_DAY * 24 + hour) * 3_600_000).toISOString(),
    roles,
    count: record.kind === 'refusal' ? count : 1,
    shapes: record.shapes.map((shape) => ({
      ...shape,
      fields: shape.fields.map(
        ([coordinate, category, decision, mask, reason]): RecordedField => [
          coordinate,
          category,
          decision,
          mask,
          reason,
          decision === 'DENY' ? null : `grant-of-${category}`,
        ],
      ),
    })),
  }));

export const NAME_OF = {
  ROLE: ({ roles }: LedgerEvent) => (roles.length === 0 ? ['none'] : roles),
  PURPOSE: ({ purpose }: LedgerEvent) => [purpose ?? 'none'],
  CATEGORY: ({ category }: LedgerEvent) => [category ?? 'none'],
  CLIENT: ({ client }: LedgerEvent) => [client ?? 'none'],
  DECISION: ({ decision }: LedgerEvent) => [decision],
  REASON: ({ reason }: LedgerEvent) => [reason],
  COORDINATE: ({ coordinate }: LedgerEvent) => [coordinate ?? 'none'],
} as const;

const dayOf = ({ time }: LedgerEvent) => Math.floor(Date.parse(time) / 86_400_000) - FIRST_DAY;

/** By hand: `{name: [[given, masked, refused] of each day]}`. */
export function countedByHand(events: readonly LedgerEvent[], by: keyof typeof NAME_OF) {
  const counts: Record<string, number[][]> = {};
  for (const event of events) {
    if (event.kind === 'privileged' || Number.isNaN(Date.parse(event.time))) continue;
    for (const name of NAME_OF[by](event)) {
      counts[name] ??= Array.from({ length: DAYS }, () => [0, 0, 0]);
      const day = counts[name][dayOf(event)] ?? [];
      const at = event.decision === 'DENY' ? [2] : event.decision === 'MASK' ? [0, 1] : [0];
      for (const one of at) day[one] = (day[one] ?? 0) + (event.count ?? 1);
    }
  }
  return counts;
}

/** By hand: one line for each key and role, from a day on. */
export function usedByHand(
  events: readonly LedgerEvent[],
  from: number,
  keyOf: (event: LedgerEvent) => string | null,
) {
  const used = new Map<string, LedgerEvent[]>();
  for (const event of events) {
    const key = keyOf(event);
    if (event.kind !== 'operation' || key === null || !(dayOf(event) >= from - FIRST_DAY)) continue;
    for (const role of event.roles)
      used.set(`${key} ${role}`, [...(used.get(`${key} ${role}`) ?? []), event]);
  }
  return [...used]
    .map(([key, some]) => {
      const given = some.filter(({ decision }) => decision !== 'DENY');
      const people = new Set(given.flatMap(({ actor }) => actor ?? []));
      return {
        key,
        given: given.length,
        refused: some.length - given.length,
        throughGlass: given.filter(({ reason }) => reason === 'BREAK_GLASS').length,
        people: people.size,
        last: given.length === 0 ? null : Math.max(...given.map(({ time }) => Date.parse(time))),
      };
    })
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
