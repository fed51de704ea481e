import type { MatrixPolicy } from '../access/access-matrix.ts';
import type { AccessModel, Grant, Mask, Place } from '../access/access-model.ts';
import type { AccessClass } from '../access/decide.ts';
import { decide } from '../access/decide.ts';
import type { ValueParts } from './diff-effect.ts';
import type { DiffRow } from './diff-rows.ts';
import type { Witness } from './diff-witnesses.ts';

/** Whose access on one side. */
export interface Asker {
  readonly model: AccessModel;
  readonly policy: MatrixPolicy;
}

/** What an access class gets of a coordinate before the patient is looked at: the grants that the tenant leaves. */
export interface Reach {
  readonly coordinate: string;
  readonly purpose: string;
  readonly model: AccessModel;
  readonly parts: ValueParts;
  readonly filter: boolean;
  readonly sensitivity: readonly string[];
  readonly left: readonly Grant[];
}

/** Asked of `decide` itself, so that whatever was edited counts, and nothing else. */
export function reachOf(
  { model, policy }: Asker,
  row: DiffRow,
  category: string,
  role: string,
  purpose: string,
  revealed: boolean,
): Reach {
  const { coordinate, grants, sensitivity, parts, filter } = row;
  let left: readonly Grant[] = [];
  const about = { coordinate, grants, sensitivity, scopeType: null, scopedActs: [] };
  const circumstances = { ...NOBODY, revealed: revealed ? [coordinate] : [] };
  const actor = { ...ABLE, purpose, roles: [role], narrow: policy.narrow, grantsRole: policy.grantsRole };
  decide(model, actor, about, category, circumstances, [category], (step, grantsLeft) => {
    if (step === 'TENANT') left = grantsLeft;
  });
  return { coordinate, purpose, model, parts, filter, sensitivity, left };
}

/** What is disclosed to whoever is tied so; `null`: denied. */
export function answerTo(reach: Reach | null, witness: Witness): { mask: Mask; place: Place | null } | null {
  if (reach === null || reach.left.length === 0) return null;
  const { coordinate, purpose, model, left, sensitivity, filter } = reach;
  const about = { coordinate, grants: { [CELL]: left }, sensitivity, scopeType: null, scopedActs: [] };
  const actor = { ...ABLE, purpose, roles: [CELL], narrow: same, grantsRole: () => true };
  const answer = decide(model, actor, about, CELL, { ...NOBODY, ...witness });
  if (answer.decision === 'DENY' || (filter && answer.mask !== 'NONE')) return null;
  return { mask: answer.mask, place: left.find(({ id }) => id === answer.grant)?.place ?? null };
}

const CELL = 'CELL';
const NOBODY = Object.freeze({ relationships: 0, consented: true, labels: [], glass: false, revealed: [] });
const ABLE: Pick<AccessClass, 'tenant' | 'policyVersion' | 'reaches' | 'isAssured'> = Object.freeze({
  tenant: '',
  policyVersion: '',
  reaches: () => true,
  isAssured: () => true,
});
const same = (grants: readonly Grant[]) => grants;
