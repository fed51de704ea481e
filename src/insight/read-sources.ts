import type { OperationAccess } from '../access/operation-access.ts';
import { collectEvidence } from './collect-evidence.ts';
import type { Collection } from './collected.ts';
import type { InsightAsk, InsightOperation } from './insight-operation.ts';

/** What was read for an insight, in an access of its own. */
export interface SourcesRead {
  readonly access: OperationAccess;
  readonly collection: Collection;
}

/**
 * Runs an insight's sources under the caller's own access: the same executor, guards and masks as the caller's query,
 * in an access of their own, whose record names the insight (`via`). What it yields is the only context (design §8).
 */
export async function readSources(
  { field, subjectId, args }: InsightAsk,
  { data, openAccess, run }: InsightOperation,
): Promise<SourcesRead> {
  const access = openAccess();
  const subject = access.admit(await data.facts(subjectId));
  const root = subject.row(field.owner, rootRecord(field.owner.name, subjectId, subject.facts.labels));
  const { schema, sources: document } = field;
  const read = root === null ? null : await run({ schema, document, access, root, variables: args });
  return { access, collection: collectEvidence(read, field.root, access) };
}

/** The record that an insight's field stands on: it has nothing but its patient. */
export function rootRecord(resourceType: string, subjectId: string, labels: readonly string[]) {
  return { resourceType, id: subjectId, subjectId, rowCategories: [], labels };
}
