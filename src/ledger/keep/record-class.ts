import type { OperationRecord } from '../operation-record.ts';
import { readHoldIds } from './hold-record.ts';
import { namesPruned } from './pruned-things.ts';

/**
 * How long something is kept depends on what it is. `operational`: heartbeats, openings and closings of writers, and
 * refusals that are counted, of nobody in particular.
 */
export const RECORD_CLASSES = Object.freeze(['disclosure', 'denial', 'privileged', 'operational'] as const);
export type RecordClass = (typeof RECORD_CLASSES)[number];

/**
 * Acts that say why something else is missing or still there: never past their time. By what they name, not by what they
 * are called: an act within an operation bears the name that a client gave that.
 */
export function isLasting(record: OperationRecord): boolean {
  return namesPruned(record) || readHoldIds(record).length > 0;
}

/** An operation that was shown anything is a disclosure, whatever else of it was refused (45 CFR 164.528). */
export function classOf({ kind, shapes }: Pick<OperationRecord, 'kind' | 'shapes'>): RecordClass {
  if (kind === 'refusal') return 'operational';
  if (kind === 'privileged') return 'privileged';
  const shown = shapes.some(({ fields }) => fields.some(([, , decision]) => decision !== 'DENY'));
  return shown ? 'disclosure' : 'denial';
}
