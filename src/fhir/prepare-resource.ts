import type { ResourceToWrite } from '../../datasources/health-data.ts';
import { type ResourceVersion, UNKNOWN_VERSION } from '../../datasources/resource-version.ts';
import { groupMemberships } from './care-team-ties.ts';
import { objectOf } from './fhir-json.ts';
import { type Identity, type InputResource, identify } from './identify.ts';
import { isRemoved } from './is-removed.ts';
import { projectCodings } from './lend-codings.ts';
import { patientIndex } from './patient-index.ts';
import { quotedReferences } from './quoted-references.ts';
import {
  emptyTally,
  NestedTooDeepError,
  type ReferenceTally,
  resolveReferences,
} from './resolve-references.ts';
import type { ResourceFacts } from './resource-facts.ts';
import { isFhirType, isStoredType } from './resource-types.ts';
import { roleMemberships } from './role-memberships.ts';
import { rowCategories } from './row-categories.ts';
import { rowDate } from './row-date.ts';
import { securityLabels } from './security-labels.ts';
import type { SkipCode } from './skip-reason.ts';
import { studyMemberships } from './study-ties.ts';
import { subjectOf } from './subject-of.ts';
import { ties } from './ties.ts';
import { versionOf } from './version-of.ts';

export type Prepared =
  | {
      readonly kind: 'ready';
      readonly write: ResourceToWrite;
      readonly references: ReferenceTally;
      /** Borrowed codes whose resource is not known. */
      readonly unresolvedCodings: number;
    }
  | {
      readonly kind: 'skipped';
      readonly reason: SkipCode;
      /** FHIR names only; `null` when the input gives none that is safe to repeat. */
      readonly type: string | null;
      readonly id: string | null;
    };

/**
 * One input resource, ready to be written, or why not. Never throws for what the input holds. Takes the
 * parsed resource over: references and borrowed codes are written into it.
 */
export function prepareResource(input: InputResource, facts: ResourceFacts): Prepared {
  const identity = identify(input);
  if ('skip' in identity) {
    const type = identity.type !== null && isFhirType(identity.type) ? identity.type : null;
    return { kind: 'skipped', reason: identity.skip, type, id: null };
  }
  const { type, id } = identity;
  if (!isStoredType(type)) {
    return { kind: 'skipped', reason: 'TYPE_NOT_SUPPORTED', type: isFhirType(type) ? type : null, id };
  }
  if (identity.deleted) return deletion(identity, UNKNOWN_VERSION);
  const references = emptyTally();
  try {
    resolveReferences(input.resource, facts, references);
  } catch (error) {
    if (!(error instanceof NestedTooDeepError)) throw error;
    return { kind: 'skipped', reason: 'TOO_DEEP', type, id };
  }
  const subject = subjectOf(input.resource, id);
  if ('skip' in subject) {
    // A retraction holds whomever it names: the row it takes out is known by type and id.
    if (isRemoved(input.resource)) return deletion(identity, versionOf(input.resource));
    return { kind: 'skipped', reason: subject.skip, type, id };
  }
  return ready(input.resource, identity, subject.id, facts, references);
}

function ready(
  resource: Record<string, unknown>,
  { type, id }: Identity,
  subjectId: string | null,
  facts: ResourceFacts,
  references: ReferenceTally,
): Prepared {
  const source = `${type}/${id}`;
  const removed = isRemoved(resource);
  if (facts.outerSecurity.length > 0) addSecurity(resource, facts.outerSecurity);
  const borrowed = projectCodings(resource, facts);
  if (resource.id !== id) resource.id = id;
  const quoted = quotedReferences(resource).flatMap((reference) => facts.labelsOf(reference));
  const write: ResourceToWrite = Object.freeze({
    resourceType: type,
    id,
    subjectId,
    rowCategories: rowCategories(resource),
    labels: [...new Set([...securityLabels(resource), ...borrowed.labels, ...quoted])].sort(),
    date: rowDate(resource),
    ...versionOf(resource),
    removed,
    ties: removed || subjectId === null ? [] : ties(resource, source, facts),
    memberships: removed ? [] : memberships(resource, subjectId, source, facts),
    index: type === 'Patient' && !removed ? patientIndex(resource) : null,
    resource,
  });
  return { kind: 'ready', write, references, unresolvedCodings: borrowed.unresolved };
}

function memberships(
  resource: Record<string, unknown>,
  subjectId: string | null,
  source: string,
  facts: ResourceFacts,
): ResourceToWrite['memberships'] {
  if (resource.resourceType === 'PractitionerRole') return roleMemberships(resource, source, facts);
  if (resource.resourceType === 'ResearchStudy') return studyMemberships(resource, source, facts);
  if (resource.resourceType === 'CareTeam' && subjectId === null)
    return groupMemberships(resource, source, facts);
  return [];
}

/** Kept with the resource, so that it bears them wherever it is read again. What is no list stays an unknown label. */
function addSecurity(resource: Record<string, unknown>, outer: readonly unknown[]): void {
  const meta = objectOf(resource.meta) ?? {};
  const own = meta.security === undefined ? [] : Array.isArray(meta.security) ? meta.security : [{}];
  resource.meta = { ...meta, security: [...own, ...outer] };
}

/** A deletion names no patient: the store finds the row by type and id. */
function deletion({ type, id }: Identity, version: ResourceVersion): Prepared {
  const write: ResourceToWrite = Object.freeze({
    resourceType: type,
    id,
    subjectId: type === 'Patient' ? id : null,
    rowCategories: [],
    labels: [],
    date: null,
    ...version,
    removed: true,
    ties: [],
    memberships: [],
    index: null,
    resource: { resourceType: type, id },
  });
  return { kind: 'ready', write, references: emptyTally(), unresolvedCodings: 0 };
}
