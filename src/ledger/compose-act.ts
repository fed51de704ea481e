import type { Act } from '../access/act.ts';
import type { Actor } from '../identity/actor.ts';
import type { OperationRecord, RecordedField } from './operation-record.ts';
import { type OperationHeader, recordHead } from './record-head.ts';

/**
 * The record of an act made within an operation: one event for the act, and one for each field it opens or
 * explains. Apart from the operation's own record, since it MUST be durable before the act is done.
 */
export function composeAct(header: OperationHeader, actor: Actor, act: Act): OperationRecord {
  const { coordinate, subject, resource, glass = null, consent = null, fields = [], operation } = act;
  const reason = glass === null ? 'PRIVILEGED' : 'BREAK_GLASS';
  const all = [coordinate, ...fields].map(
    (one): RecordedField => [one, null, 'PERMIT', 'NONE', reason, null],
  );
  return {
    ...recordHead('privileged', header, actor),
    ...(operation === undefined ? {} : { operation }),
    shapes: [{ type: resource.type, fields: all, via: null }],
    subjects: [{ subject, groups: [{ shape: 0, resources: [resource.id], consent, breakGlass: glass }] }],
  };
}
