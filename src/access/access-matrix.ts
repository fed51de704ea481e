import type { AccessModel, Grant, Mask, Place, Relationship } from './access-model.ts';
import { RELATIONSHIPS } from './access-model.ts';
import { plainCircumstances } from './circumstances.ts';
import type { AccessClass, Decidable } from './decide.ts';
import { decide, relationshipBit, strictness } from './decide.ts';

/** What one role gets of one coordinate under one purpose, whatever its relationship. */
export interface MatrixCell {
  readonly coordinate: string;
  readonly category: string;
  readonly role: string;
  readonly purpose: string;
  /** The most any relationship gives. BREAK_GLASS: nothing but an emergency grant does. */
  readonly decision: 'WHOLE' | 'MASKED' | 'BREAK_GLASS' | 'DENIED';
  /** For a field that leads to rows: what their fields are masked by. `null` when denied. */
  readonly mask: Mask | null;
  /** The relationships that give as much. */
  readonly relationship: readonly Relationship[];
  /** Where the deciding grant is declared; `null` when denied. */
  readonly grant: Place | null;
}

/** Whose matrix: the roles, and how the tenant narrows (`overlayGrants`), or DECLARED. */
export interface MatrixPolicy extends Pick<AccessClass, 'narrow' | 'grantsRole'> {
  readonly roles: readonly string[];
  /** Whether a role may use a root field (`Query.field`), whose filters it else has no use for. Left out: all may. */
  readonly mayUse?: (root: string, role: string, purpose: string) => boolean;
}

/** Policy hangs on it: a field, or a filter, which needs its field whole. */
export interface MatrixRow {
  readonly coordinate: string;
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
  /** Its own labels: a grant that does not open them all gives nothing. */
  readonly sensitivity: readonly string[];
  readonly filter: boolean;
}

/** Which cells are wanted; what is left out means all. */
export interface MatrixSelection {
  readonly coordinates?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly purposes?: readonly string[] | undefined;
  /** As of rows that bear all of these labels; left out: of rows without any. */
  readonly labels?: readonly string[] | undefined;
}

/** The schema as it stands, without a tenant. */
export function declaredPolicy(model: AccessModel): MatrixPolicy {
  return Object.freeze({
    roles: model.roles,
    narrow: (grants: readonly Grant[]) => grants,
    grantsRole: (role: string, grant: Grant) => grant.roles.includes(role),
  });
}

/** Every cell, denied ones included: coordinate × category × role × purpose, one at a time. */
export function* accessMatrix(
  model: AccessModel,
  policy: MatrixPolicy,
  selection: MatrixSelection = {},
): Generator<MatrixCell> {
  const purposes = Object.keys(model.purposeAncestors).filter(selected(selection.purposes));
  const roles = policy.roles.filter(selected(selection.roles));
  const chosen = matrixRows(model).filter((one) => selected(selection.coordinates)(one.coordinate));
  for (const row of chosen.map((one) => labelled(one, selection))) {
    for (const category of Object.keys(row.grants).filter(selected(selection.categories))) {
      for (const role of roles) {
        for (const purpose of purposes) yield matrixCell(model, policy, row, category, role, purpose);
      }
    }
  }
}

export function matrixCell(
  model: AccessModel,
  policy: MatrixPolicy,
  row: MatrixRow,
  category: string,
  role: string,
  purpose: string,
): MatrixCell {
  const { coordinate, sensitivity } = row;
  const declared = row.grants[category] ?? [];
  const asked = { model, policy, coordinate, sensitivity, category, role, purpose };
  const ordinary = mostOf(
    asked,
    declared.filter((grant) => !isForEmergencies(model, grant)),
  );
  const most =
    ordinary ??
    mostOf(
      asked,
      declared.filter((grant) => isForEmergencies(model, grant)),
    );
  const isShut = row.filter && (most?.mask !== 'NONE' || !mayFilter(policy, coordinate, role, purpose));
  if (most === null || isShut) {
    return {
      coordinate,
      category,
      role,
      purpose,
      decision: 'DENIED',
      mask: null,
      relationship: [],
      grant: null,
    };
  }
  const decision = ordinary === null ? 'BREAK_GLASS' : most.mask === 'NONE' ? 'WHOLE' : 'MASKED';
  return { coordinate, category, role, purpose, decision, ...most };
}

interface Asked {
  readonly model: AccessModel;
  readonly policy: MatrixPolicy;
  readonly coordinate: string;
  readonly sensitivity: readonly string[];
  readonly category: string;
  readonly role: string;
  readonly purpose: string;
}

/** The least mask over all relationships and which of them give it; `null` when none gives anything. */
function mostOf(
  asked: Asked,
  grants: readonly Grant[],
): Pick<MatrixCell, 'mask' | 'relationship' | 'grant'> | null {
  const { model, policy, coordinate, sensitivity, category, role, purpose } = asked;
  const ties = new Set(
    grants
      .filter((grant) => policy.grantsRole(role, grant, category))
      .filter((grant) => grant.purposes.some((one) => model.purposeAncestors[purpose]?.includes(one)))
      .flatMap((grant) => grant.relationships),
  );
  if (ties.size === 0) return null;
  const actor: AccessClass = {
    ...policy,
    tenant: '',
    policyVersion: '',
    roles: [role],
    purpose,
    reaches: () => true,
    isAssured: () => true,
  };
  const field: Decidable = {
    coordinate,
    grants: { [category]: grants },
    sensitivity,
    scopeType: null,
    scopedActs: [],
  };
  const given = RELATIONSHIPS.filter((relationship) => ties.has(relationship))
    .map((relationship) => ({
      relationship,
      answer: decide(model, actor, field, category, plainCircumstances(relationshipBit(relationship))),
    }))
    .filter(({ answer }) => answer.decision !== 'DENY');
  const [most] = given.toSorted((a, b) => strictness(a.answer.mask) - strictness(b.answer.mask));
  if (most === undefined) return null;
  const { mask, grant } = most.answer;
  return {
    mask,
    relationship: given.filter(({ answer }) => answer.mask === mask).map((one) => one.relationship),
    grant: grants.find(({ id }) => id === grant)?.place ?? null,
  };
}

/** `Query.field(argument:)` stands on one root field; what stands in an input does not say where that is used. */
function mayFilter({ mayUse }: MatrixPolicy, coordinate: string, role: string, purpose: string): boolean {
  const [root = ''] = coordinate.split('(');
  return mayUse?.(root, role, purpose) ?? true;
}

/** A grant that only an emergency satisfies (ActReason ETREAT and BTG below it) and that break-glass opens. */
function isForEmergencies(model: AccessModel, grant: Grant): boolean {
  const emergency = (purpose: string) => model.purposeAncestors[purpose]?.includes('ETREAT') ?? false;
  return grant.breakGlass && grant.purposes.every(emergency);
}

/** A row's labels close what the field's own would. */
export function labelled(row: MatrixRow, { labels = [] }: MatrixSelection): MatrixRow {
  return { ...row, sensitivity: [...row.sensitivity, ...labels] };
}

export function matrixRows(model: AccessModel): readonly MatrixRow[] {
  const fields = Object.values(model.types).flatMap((type) => type.fields);
  return [
    ...fields.map((field) => ({ ...field, filter: false })),
    ...Object.values(model.filters).map((filter) => ({ ...filter, filter: true })),
  ];
}

function selected(wanted: readonly string[] | undefined): (name: string) => boolean {
  return (name) => wanted === undefined || wanted.includes(name);
}
