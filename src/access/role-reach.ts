import type { AccessModel, Grant, PhiFilter, Relationship, SubjectType } from './access-model.ts';
import { RELATIONSHIPS } from './access-model.ts';
import type { Circumstances } from './circumstances.ts';
import type { AccessClass, Decidable, FieldDecision } from './decide.ts';
import { decide, relationshipBit, strictness } from './decide.ts';

/** Whose reach: roles held together, and the purposes that may be chosen. */
export interface Reacher extends Pick<AccessClass, 'narrow' | 'grantsRole'> {
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
}

/** The most that can ever come of one coordinate for one category, whoever the patient is. */
export interface Reach {
  readonly category: string;
  readonly mask: FieldDecision['mask'];
  /** Purposes that give as much, without those that are a kind of another of them. */
  readonly purposes: readonly string[];
  /** Relationships that give as much; empty: none but an opened glass. */
  readonly relationships: readonly Relationship[];
}

type Reached = Omit<Decidable, 'scopeType' | 'scopedActs'>;

/**
 * What actors of these roles can ever get of a coordinate, one answer for each category that gives anything:
 * decided as production decides (`decide`), with a sign-in and scopes that lack nothing, on a row without labels, under
 * every relationship at once, consent given, a glass open and the field revealed. Nothing that is missing here is ever answered.
 */
export function reachOf(model: AccessModel, reacher: Reacher, field: Reached): readonly Reach[] {
  const revealed = [field.coordinate];
  return Object.keys(field.grants).flatMap((category) => {
    const given = reacher.purposes.flatMap((purpose) => {
      const answer = best(model, reacher, field, category, purpose, { ...ALL, revealed });
      return answer === null ? [] : [{ purpose, answer }];
    });
    const [most] = given.toSorted((a, b) => strictness(a.answer.mask) - strictness(b.answer.mask));
    if (most === undefined) return [];
    const { mask } = most.answer;
    const purposes = given.filter(({ answer }) => answer.mask === mask).map(({ purpose }) => purpose);
    const relationships = RELATIONSHIPS.filter((relationship) =>
      purposes.some((purpose) => {
        const tied = best(model, reacher, field, category, purpose, { ...only(relationship), revealed });
        return tied?.mask === mask;
      }),
    );
    return [{ category, mask, purposes: widest(model, purposes), relationships }];
  });
}

/**
 * To filter is to read every row that is found: all of the fields it reads must be had whole, and no reveal
 * lifts a mask for that.
 */
export function reachesFilter(model: AccessModel, reacher: Reacher, filter: PhiFilter): boolean {
  return Object.keys(filter.grants)
    .filter((category) => filter.category === null || filter.category === category)
    .some((category) =>
      reacher.purposes.some(
        (purpose) => best(model, reacher, filter, category, purpose, ALL)?.mask === 'NONE',
      ),
    );
}

/** Whether an opened glass can ever give something of rows of a type. */
export function reachesByGlass(model: AccessModel, reacher: Reacher, type: SubjectType): boolean {
  return type.fields.some((field) => {
    const grants = Object.entries(field.grants).map(([category, all]): [string, readonly Grant[]] => [
      category,
      all.filter(({ breakGlass }) => breakGlass),
    ]);
    return reachOf(model, reacher, { ...field, grants: Object.fromEntries(grants) }).length > 0;
  });
}

const ALL: Circumstances = Object.freeze({
  relationships: RELATIONSHIPS.reduce((set, relationship) => set | relationshipBit(relationship), 0),
  consented: true,
  labels: Object.freeze([]),
  glass: true,
  revealed: Object.freeze([]),
});

function only(relationship: Relationship): Circumstances {
  return { ...ALL, relationships: relationshipBit(relationship), glass: false };
}

function best(
  model: AccessModel,
  { roles, narrow, grantsRole }: Reacher,
  field: Reached,
  category: string,
  purpose: string,
  circumstances: Circumstances,
): FieldDecision | null {
  const able: AccessClass = {
    ...{ tenant: '', policyVersion: '', roles, purpose, narrow, grantsRole },
    reaches: () => true,
    isAssured: () => true,
  };
  const answer = decide(model, able, { ...field, scopeType: null, scopedActs: [] }, category, circumstances);
  return answer.decision === 'DENY' ? null : answer;
}

function widest(model: AccessModel, purposes: readonly string[]): readonly string[] {
  const isKindOfAnother = (purpose: string) =>
    model.purposeAncestors[purpose]?.some((one) => one !== purpose && purposes.includes(one)) ?? false;
  return purposes.filter((purpose) => !isKindOfAnother(purpose));
}
