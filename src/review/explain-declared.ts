import type { AccessModel, Grant, Place, Relationship } from '../access/access-model.ts';
import { RELATIONSHIPS } from '../access/access-model.ts';
import type { Circumstances } from '../access/circumstances.ts';
import { createTenantPolicy } from '../access/create-tenant-policy.ts';
import { decidableField, decidingCategories } from '../access/decidable-field.ts';
import { type Decidable, type FieldDecision, relationshipBit } from '../access/decide.ts';
import { type ExplainedCase, explainCategory } from '../access/explain-category.ts';
import type { ExplainedStep } from '../access/explain-decision.ts';
import { decideFilter } from '../access/phi-filters.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import { VectorCache } from '../access/vector-cache.ts';
import { plainOverlay } from './plain-overlay.ts';
import { supposedActor } from './supposed-actor.ts';

/** Who is supposed to ask, and under what. Nobody real: no patient, no stored row. */
export interface Supposed {
  readonly roles: readonly string[];
  readonly purpose: string;
  /** `null`: any relationship at all, so that what is left says which is needed. */
  readonly relationships: readonly Relationship[] | null;
  /** `null`: a client that needs none. */
  readonly scopes: readonly string[] | null;
  /** The token names the patient at hand, as `patient/` scopes want it. */
  readonly launched: boolean;
  readonly multiFactor: boolean;
  readonly consented: boolean;
  /** Of row and patient. */
  readonly labels: readonly string[];
  readonly glass: boolean;
  /** A recorded reason lifts the tenant's mask of the field. */
  readonly revealed: boolean;
  /** Categories of the row; `null`: of each kind of row by itself. */
  readonly categories: readonly string[] | null;
}

/** Why somebody would get what of one coordinate, from what is declared alone. */
export interface DeclaredExplanation {
  readonly coordinate: string;
  /** Where the field, or the filter, stands. */
  readonly place: Place;
  readonly tenant: string | null;
  readonly policyVersion: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  /** The purpose and everything it is a kind of: grants for any of these serve it. */
  readonly serves: readonly string[];
  readonly relationship: readonly Relationship[] | null;
  /** One for each kind of row. */
  readonly rows: readonly ExplainedRow[];
}

export interface ExplainedRow {
  /** Of the row, joined with `+`; or the field's own. */
  readonly category: string;
  /** As production decides it. */
  readonly decision: FieldDecision;
  /** Where the deciding grant stands, or `null`. */
  readonly grant: Place | null;
  /** One for each category that decides. */
  readonly categories: readonly ExplainedCategory[];
}

export interface ExplainedCategory {
  readonly category: string;
  /** Grants in force here: the field's own, else its type's, else the category's. */
  readonly declared: readonly ExplainedGrant[];
  readonly steps: readonly DeclaredStep[];
  /** Entries of the tenant's overlay that narrow. */
  readonly overlay: readonly Place[];
}

export interface DeclaredStep {
  readonly step: ExplainedStep['step'];
  readonly left: readonly ExplainedGrant[];
}

export type ExplainedGrant = Pick<
  Grant,
  'id' | 'roles' | 'purposes' | 'relationships' | 'mask' | 'breakGlass' | 'place'
>;

/** @returns `null` for a coordinate that is no PHI field and no filter by one. */
export function explainDeclared(
  model: AccessModel,
  overlay: TenantOverlay | null,
  coordinate: string,
  supposed: Supposed,
): DeclaredExplanation | null {
  const policy = createTenantPolicy(overlay ?? plainOverlay(model), model);
  const { vector } = new VectorCache(model).open(supposedActor(supposed), policy);
  const circumstances = circumstancesOf(coordinate, supposed);
  const ruling = { model, policy, accessClass: vector.accessClass, circumstances };
  const asked = askedOf(model, coordinate);
  if (asked === null) return null;
  const kinds = supposed.categories === null ? asked.kinds : [supposed.categories];
  const rows = kinds.map((rowCategories): ExplainedRow => {
    const decision = asked.decide(vector, rowCategories, circumstances);
    const explained = asked
      .deciding(rowCategories)
      .map((category) => explainAsked(ruling, asked, category, rowCategories));
    const all = explained.flatMap(({ declared }) => declared);
    const grant = all.find(({ id }) => id === decision.grant)?.place ?? null;
    const names = explained.map(({ category }) => category);
    return { category: names.join('+'), decision, grant, categories: explained };
  });
  const { roles, purpose, relationships } = supposed;
  return {
    coordinate,
    place: asked.place,
    tenant: overlay?.tenant ?? null,
    policyVersion: policy.version,
    ...{ roles, purpose, relationship: relationships },
    serves: model.purposeAncestors[purpose] ?? [],
    rows,
  };
}

interface Asked {
  readonly place: Place;
  readonly decidable: Decidable;
  /** Rows are searched for by each category alone, so scopes are asked for that one. */
  readonly leadsToRows: boolean;
  /** Categories that rows may have, each alone; one empty kind where rows have none. */
  readonly kinds: readonly (readonly string[])[];
  deciding(rowCategories: readonly string[]): readonly string[];
  decide(
    vector: Parameters<typeof decideFilter>[0],
    rowCategories: readonly string[],
    circumstances: Circumstances,
  ): FieldDecision;
}

function askedOf(model: AccessModel, coordinate: string): Asked | null {
  const type = Object.values(model.types).find(({ fields }) =>
    fields.some((field) => field.coordinate === coordinate),
  );
  const field = type?.fields.find((one) => one.coordinate === coordinate);
  if (type !== undefined && field !== undefined) {
    const ofRow = field.category === null && type.categoryField !== null;
    return {
      place: field.place,
      decidable: decidableField(type, field),
      leadsToRows: field.rowType !== null,
      kinds: ofRow ? type.rowCategories.map((category) => [category]) : [[]],
      deciding: (rowCategories) => decidingCategories(type, field, rowCategories),
      decide: (vector, rowCategories, circumstances) =>
        vector.table(type, rowCategories, vector.setting(circumstances)).decisions[field.index] ?? DENIED,
    };
  }
  const filter = Object.hasOwn(model.filters, coordinate) ? model.filters[coordinate] : undefined;
  if (filter === undefined) return null;
  const { grants, sensitivity, category, place } = filter;
  return {
    place,
    decidable: {
      ...{ coordinate, grants, sensitivity },
      scopeType: filter.field?.split('.')[0] ?? null,
      scopedActs: ['s', 'r'],
    },
    leadsToRows: false,
    kinds: category === null ? Object.keys(grants).map((one) => [one]) : [[category]],
    deciding: (rowCategories) => (category === null ? rowCategories : [category]),
    decide: (vector, rowCategories, circumstances) => {
      const decided = decideFilter(vector, filter, rowCategories, circumstances);
      // To filter is to read every row that is found: nothing less than the whole value will do.
      return decided.decision === 'MASK' ? { ...DENIED, reason: 'ROLE' } : decided;
    },
  };
}

function explainAsked(
  ruling: ExplainedCase,
  { decidable, leadsToRows }: Asked,
  category: string,
  rowCategories: readonly string[],
): ExplainedCategory {
  const scoped = leadsToRows || rowCategories.length === 0 ? [category] : rowCategories;
  const { steps, overlay } = explainCategory(ruling, decidable, category, scoped);
  return {
    category,
    declared: (decidable.grants[category] ?? []).map(told),
    steps: steps.map(({ step, left }) => ({ step, left: left.map(told) })),
    overlay,
  };
}

function told({ id, roles, purposes, relationships, mask, breakGlass, place }: Grant): ExplainedGrant {
  return { id, roles, purposes, relationships, mask, breakGlass, place };
}

function circumstancesOf(
  coordinate: string,
  { relationships, consented, labels, glass, revealed }: Supposed,
): Circumstances {
  const held = relationships ?? RELATIONSHIPS;
  return {
    relationships: held.reduce((set, one) => set | relationshipBit(one), 0),
    consented,
    labels: [...labels].sort(),
    glass,
    revealed: revealed ? [coordinate] : [],
  };
}

const DENIED: FieldDecision = Object.freeze({
  decision: 'DENY',
  mask: 'REDACT',
  reason: 'ERROR',
  grant: null,
});
