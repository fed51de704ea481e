import type { OperationRecord } from './operation-record.ts';
import { type PrivilegedAct, privilegedRecord } from './privileged-record.ts';

/** Things that an act is done to: one event for each id. Ids and constants only. */
export interface Named {
  /** Such as `TenantPolicy`. */
  readonly type: string;
  /** What is done to it, or which part of it, such as `TenantPolicy.version`. */
  readonly coordinate: string;
  readonly ids: readonly string[];
}

/** The record of an act on things of our own, which no grant of the schema permits: policies, segments, holds. */
export function namingRecord(act: PrivilegedAct, things: readonly Named[]): OperationRecord {
  const named = things.filter(({ ids }) => ids.length > 0);
  const groups = named.map(({ ids }, shape) => ({ shape, resources: ids, consent: null, breakGlass: null }));
  return {
    ...privilegedRecord(act),
    shapes: named.map(({ type, coordinate }) => ({
      type,
      fields: [[coordinate, null, 'PERMIT', 'NONE', 'PRIVILEGED', null]],
      via: null,
    })),
    subjects: named.length === 0 && act.subject === null ? [] : [{ subject: act.subject, groups }],
  };
}
