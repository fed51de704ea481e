import type { PatientWithFacts, StoredRecord } from '../datasources/health-data.ts';
import type { Consent } from '../src/access/consent/consent.ts';
import type { ConsentFindingResolvers, QueryResolvers } from '../src/generated/resolver-types.ts';
import type { RowResolvers } from './row-resolvers.ts';

const TYPE = 'ConsentFinding';
const DEFAULT_FIRST = 20;

interface Found extends StoredRecord {
  readonly faulty: readonly Consent[];
}

/** One row for each patient with a consent that is not as it should be; counted after access is decided. */
export const consentFindings: Required<QueryResolvers>['consentFindings'] = async (_root, args, context) => {
  const page = { first: args.first ?? DEFAULT_FIRST, after: args.after ?? null };
  const found = await context.data.patients({ kind: 'TENANT' }, page, (facts) => {
    const row = rowOf({ facts });
    return row.faulty.length > 0 && context.access.admits(TYPE, facts, row);
  });
  const rows = found.rows.map(({ record, position }) => ({ record: rowOf(record), position }));
  return { rows, hasNextPage: found.hasNextPage };
};

function rowOf({ facts: { subjectId, consents } }: Pick<PatientWithFacts, 'facts'>): Found {
  const row = { resourceType: TYPE, id: subjectId, subjectId, rowCategories: [], labels: [] };
  return { ...row, faulty: consents.filter(({ findings }) => findings.length > 0) };
}

export const consentFinding: RowResolvers<ConsentFindingResolvers> = Object.freeze({
  patient: ({ subjectId }) => `Patient/${subjectId}`,
  consents: (record) =>
    isFound(record)
      ? record.faulty.map(({ id, status, readable, findings }) => ({
          consent: `Consent/${id}`,
          status,
          denies: !readable && (status === 'active' || status === 'unknown'),
          findings,
        }))
      : null,
});

/** Only this file makes such records. */
function isFound(record: StoredRecord): record is Found {
  return record.resourceType === TYPE && Array.isArray(record.faulty);
}
