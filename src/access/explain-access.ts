import type { Actor } from '../identity/actor.ts';
import type { AccessModel, PhiField, Place, SubjectType } from './access-model.ts';
import { RELATIONSHIPS } from './access-model.ts';
import { decidableField, decidingCategories } from './decidable-field.ts';
import type { FieldDecision } from './decide.ts';
import { relationshipBit } from './decide.ts';
import { type CategoryExplanation, explainCategory } from './explain-category.ts';
import type { SubjectFacts } from './facts.ts';
import { SubjectAccess } from './subject-access.ts';
import type { TenantPolicy } from './tenant-policy.ts';
import { VectorCache } from './vector-cache.ts';

/** Why one actor gets what of some fields of one row. Names what decided; holds no value of the row. */
export interface AccessExplanation {
  /** Whether the row is there for the actor at all. */
  readonly exists: boolean;
  readonly relationships: readonly string[];
  readonly labels: readonly string[];
  /** Whether the patient's consents, or where they say nothing the tenant's policy, let the row go. */
  readonly consented: boolean;
  /** Logical id of the consent that decided so, or `null`. */
  readonly consent: string | null;
  /** Id of the glass in force, or `null`. */
  readonly glass: string | null;
  readonly fields: readonly FieldExplanation[];
}

export interface FieldExplanation {
  readonly field: string;
  /** As production decides for the row. */
  readonly decision: FieldDecision;
  /** Where the deciding grant stands, or `null`. */
  readonly place: Place | null;
  /** Each category by which the field is decided. */
  readonly categories: readonly CategoryExplanation[];
}

/** @returns `null` for a field that the type has not, or that is no PHI. */
export function explainAccess(asked: {
  readonly model: AccessModel;
  readonly policy: TenantPolicy;
  readonly actor: Actor;
  /** As they are for this actor. */
  readonly facts: SubjectFacts;
  readonly type: SubjectType;
  readonly record: Readonly<Record<string, unknown>>;
  readonly fields: readonly string[];
  readonly now: number;
}): AccessExplanation | null {
  const { model, policy, actor, facts, type, record, now } = asked;
  const fields = asked.fields.map((name) => type.fields.find((field) => field.name === name));
  const { vector } = new VectorCache(model).open(actor, policy);
  const situation = policy.situationOf(actor, facts, now);
  const subject = new SubjectAccess(vector, facts, situation, now);
  const table = subject.tableOf(type, record);
  const { circumstances } = table;
  const ruling = { model, policy, accessClass: vector.accessClass, circumstances };
  const rowCategories = table.categories.split('+');

  const explainField = (field: PhiField): FieldExplanation => {
    const { grants, rowType } = field;
    const decidable = decidableField(type, field);
    const decision = table.decisions[field.index] ?? DENIED;
    const all = Object.values(grants).flat();
    return {
      field: field.name,
      decision,
      place: all.find(({ id }) => id === decision.grant)?.place ?? null,
      categories: decidingCategories(type, field, rowCategories).map((category) =>
        explainCategory(ruling, decidable, category, rowType === null ? rowCategories : [category]),
      ),
    };
  };

  if (fields.length === 0) return null;
  const explained = fields.flatMap((field) => (field === undefined ? [] : [explainField(field)]));
  if (explained.length < fields.length) return null;
  const { relationships, labels, consented } = circumstances;
  return {
    exists: facts.exists && table.exists,
    relationships: RELATIONSHIPS.filter((one) => (relationshipBit(one) & relationships) !== 0),
    labels,
    consented,
    consent: situation.consents.decide(type.name, record, labels).consent,
    glass: subject.glass,
    fields: explained,
  };
}

const DENIED: FieldDecision = Object.freeze({
  decision: 'DENY',
  mask: 'REDACT',
  reason: 'ERROR',
  grant: null,
});
