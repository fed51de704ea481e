import type { ResourceToWrite, TieMembership } from '../../datasources/health-data.ts';
import type { Tie } from '../../src/access/facts.ts';

/** What a query for all unlabelled rows says. */
export const PLAIN_ROWS = Object.freeze({ categories: null, labelled: false, admit: () => true });

/** A resource of ours to write; everything may be set. */
export function resource(
  type: string,
  id: string,
  subjectId: string | null,
  extra: Partial<ResourceToWrite> = {},
): ResourceToWrite {
  return {
    resourceType: type,
    id,
    subjectId,
    rowCategories: [],
    labels: [],
    date: null,
    version: null,
    lastUpdated: null,
    removed: false,
    ties: [],
    memberships: [],
    index: null,
    resource: { resourceType: type, id },
    ...extra,
  };
}

export function patient(id: string, extra: Partial<ResourceToWrite> = {}): ResourceToWrite {
  return resource('Patient', id, id, {
    resource: { resourceType: 'Patient', id, birthDate: '1980-02-29', gender: 'female' },
    ...extra,
  });
}

export function observation(
  id: string,
  subjectId: string,
  date: string | null,
  extra: Partial<ResourceToWrite> = {},
): ResourceToWrite {
  return resource('Observation', id, subjectId, {
    date,
    rowCategories: ['LAB'],
    resource: { resourceType: 'Observation', id, valueString: `value of ${id}` },
    ...extra,
  });
}

export function tie(anchor: string, source: string, extra: Partial<Tie> = {}): Tie {
  return { kind: 'CARE_TEAM', anchor, source, start: null, end: null, ...extra };
}

export function membership(
  member: string,
  anchor: string,
  extra: Partial<TieMembership> = {},
): TieMembership {
  return { member, anchor, source: 'PractitionerRole/r', start: null, end: null, ...extra };
}
