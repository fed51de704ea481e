import type { OperationRecord } from '../operation-record.ts';

/**
 * How long something is kept depends on what it is. `operational`: heartbeats, openings and closings of writers, and
 * refusals that are counted, of nobody in particular.
 */
export const RECORD_CLASSES = Object.freeze(['disclosure', 'denial', 'privileged', 'operational'] as const);
export type RecordClass = (typeof RECORD_CLASSES)[number];

/** Acts that say why something else is missing or still there: never past their time. */
const LASTING: ReadonlySet<string> = new Set(['retention_pruned', 'legal_hold_set', 'legal_hold_lifted']);

export function isLasting({ kind, operation }: Pick<OperationRecord, 'kind' | 'operation'>): boolean {
  return kind === 'privileged' && operation !== null && LASTING.has(operation);
}

/** An operation that was shown anything is a disclosure, whatever else of it was refused (45 CFR 164.528). */
export function classOf({ kind, shapes }: Pick<OperationRecord, 'kind' | 'shapes'>): RecordClass {
  if (kind === 'refusal') return 'operational';
  if (kind === 'privileged') return 'privileged';
  const shown = shapes.some(({ fields }) => fields.some(([, , decision]) => decision !== 'DENY'));
  return shown ? 'disclosure' : 'denial';
}
