import type {
  OperationRecord,
  RecordedGroup,
  RecordedInsight,
  RecordedShape,
  RecordedSubject,
} from './operation-record.ts';
import type { StoredGroup, StoredPart, StoredShape, StoredSubject } from './stored-record.ts';

/** A record's bytes as stored (see `stored-record.ts` for the form). One JSON.stringify over plain arrays. */
export function encodeRecord(record: OperationRecord, part?: StoredPart): Buffer {
  return Buffer.from(
    JSON.stringify({
      v: record.v,
      id: record.id,
      time: record.time,
      kind: record.kind,
      tenant: record.tenant,
      actor: record.actor,
      roles: record.roles,
      assurance: record.assurance,
      client: record.client,
      network: record.network,
      address: record.address,
      purpose: record.purpose,
      policyVersion: record.policyVersion,
      document: record.document,
      operation: record.operation,
      request: record.request,
      session: record.session,
      refusal: record.refusal,
      count: record.count,
      insight: record.insight === undefined ? undefined : storedInsight(record.insight),
      part,
      shapes: record.shapes.map(storedShape),
      subjects: record.subjects.map(storedSubject),
    }),
  );
}

function storedInsight(insight: RecordedInsight): RecordedInsight {
  const { coordinate, model, guardrail, guardrailPolicy, promptHash, evidenceHash, sent } = insight;
  return { coordinate, model, guardrail, guardrailPolicy, promptHash, evidenceHash, sent };
}

function storedShape(shape: RecordedShape): StoredShape {
  return [shape.type, shape.via, shape.fields];
}

function storedSubject(subject: RecordedSubject): StoredSubject {
  return [subject.subject, subject.groups.map(storedGroup)];
}

function storedGroup({ shape, resources, consent, breakGlass }: RecordedGroup): StoredGroup {
  return consent === null && breakGlass === null
    ? [shape, resources]
    : [shape, resources, consent, breakGlass];
}
