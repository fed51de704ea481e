import { WHOLE } from '../access/decision-table.ts';
import type { OperationAccess } from '../access/operation-access.ts';
import type { InsightField } from './insight-field.ts';
import type { InsightOperation } from './insight-operation.ts';
import { rootRecord } from './read-sources.ts';
import type { StoredEvidence, StoredInsight } from './stored-insight.ts';

/**
 * Whether this reader may have a stored insight: its field is whole for them, and so is every value it was written
 * from, read again now under their own access. What is read is recorded, whatever comes of it (design §8).
 */
export async function mayHaveInsight(
  insight: StoredInsight,
  field: InsightField,
  operation: InsightOperation,
): Promise<boolean> {
  const { access, data, openAccess, record } = operation;
  const subject = access.admit(await data.facts(insight.subjectId));
  const root = subject.row(
    field.owner,
    rootRecord(field.owner.name, insight.subjectId, subject.facts.labels),
  );
  const declared = field.owner.fields.find(({ name }) => name === field.name);
  if (root === null || declared === undefined || root.resolve(declared.index) !== WHOLE) return false;

  // What one operation reads again is bounded like what it reads.
  access.countRows(insight.evidence.length);
  const reading = openAccess();
  reading.admit(subject.facts);
  const whole = await Promise.all(
    insight.evidence.map((evidence) => isWhole(evidence, insight.subjectId, reading, operation)),
  );
  const { coordinate, model, guardrail, guardrailPolicy, promptHash, evidenceHash } = insight;
  await record(reading, {
    coordinate,
    model,
    guardrail,
    guardrailPolicy,
    promptHash,
    evidenceHash,
    sent: false,
  });
  return whole.every(Boolean);
}

async function isWhole(
  { resourceType, resourceId, coordinates }: StoredEvidence,
  subjectId: string,
  access: OperationAccess,
  { data }: InsightOperation,
): Promise<boolean> {
  const type = access.model.types[resourceType];
  const { record } = await data.row(resourceType, resourceId);
  if (type === undefined || record === null || record[type.subjectField] !== subjectId) return false;
  const subject = await access.subject(subjectId);
  const row = subject.row(type, record);
  if (row === null) return false;
  // All of them, so that the record tells of each.
  const found = coordinates.map((coordinate) => {
    const field = type.fields.find((one) => one.coordinate === coordinate);
    return field !== undefined && row.resolve(field.index) === WHOLE;
  });
  return found.every(Boolean);
}
