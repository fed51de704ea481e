import { createHash } from 'node:crypto';
import type { StoredRecord } from '../datasources/health-data.ts';
import type { Place } from '../src/access/access-model.ts';
import type { AccessExplanation, FieldExplanation } from '../src/access/explain-access.ts';
import { explainAccess as explain } from '../src/access/explain-access.ts';
import { BadUserInputError } from '../src/errors.ts';
import type {
  AccessExplanationResolvers,
  ExplainAccessInput,
  ExplainedActorInput,
  MutationResolvers,
} from '../src/generated/resolver-types.ts';
import type { Actor } from '../src/identity/actor.ts';
import { actingOf } from './acting.ts';
import { parseNodeId, parseTypedId } from './parse-node-id.ts';
import type { RowResolvers } from './row-resolvers.ts';

const TYPE = 'AccessExplanation';
const coordinate = 'Mutation.explainAccess';
/** Fields that one explanation may be asked for. */
const MOST_FIELDS = 100;

interface Explained extends StoredRecord {
  readonly explanation: AccessExplanation;
}

/** What somebody else would get, decided as production decides, from their facts; nothing of the row leaves. */
export const explainAccess: Required<MutationResolvers>['explainAccess'] = async (
  _root,
  { input },
  context,
) => {
  const { access, policy, dataAs, record: keep } = actingOf(context);
  const { type: typeName, id } = parseNodeId(input.resource);
  const fields = [...new Set(input.fields)];
  if (fields.length > MOST_FIELDS) throw new BadUserInputError(`${coordinate}: too many fields`);
  const type = Object.hasOwn(access.model.types, typeName) ? access.model.types[typeName] : undefined;
  if (type === undefined) throw new BadUserInputError(`${coordinate}: no such type of row`);

  const actor = supposed(input.actor, context.actor);
  const { record, facts } = await dataAs(actor).row(typeName, id);
  const own = await access.subject(facts.subjectId);
  const row = { resourceType: TYPE, id: `${typeName}.${id}.${digestOf(input)}`, subjectId: facts.subjectId };
  const shown: StoredRecord = { ...row, rowCategories: [], labels: [] };
  if (record === null || !access.admits(TYPE, own.facts, shown)) {
    access.refuse({ coordinate, type: typeName, id, reason: 'RELATIONSHIP' });
    return null;
  }
  const { model, now } = access;
  const explanation = explain({ model, policy, actor, facts, type, record, fields, now });
  if (explanation === null) throw new BadUserInputError(`${coordinate}: no such field`);
  const coordinates = fields.map((name) => `${typeName}.${name}`);
  const resource = { type: typeName, id };
  await keep({ coordinate, subject: facts.subjectId, resource, fields: coordinates });
  const explained: Explained = { ...shown, resource: `${typeName}/${id}`, explanation };
  return explained;
};

/** Explanations of one row differ by who would ask, and for which fields: so do their ids. */
function digestOf(input: ExplainAccessInput): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('base64url').slice(0, 22);
}

/** Of the caller nothing that decides stays but the tenant, and the issuer where none is given. */
function supposed(asked: ExplainedActorInput, caller: Actor): Actor {
  const { fhirUser, patient, scopes, multiFactor } = asked;
  if (typeof fhirUser === 'string') parseNodeId(fhirUser);
  return Object.freeze({
    ...caller,
    issuer: asked.issuer ?? caller.issuer,
    id: asked.id ?? '',
    roles: [...new Set(asked.roles)].sort(),
    purpose: asked.purpose,
    purposes: [asked.purpose],
    scopes: scopes ?? null,
    fhirUser: fhirUser ?? null,
    patient: typeof patient === 'string' ? parseTypedId('Patient', patient) : null,
    multiFactor: multiFactor ?? true,
  });
}

export const accessExplanation: RowResolvers<AccessExplanationResolvers> = Object.freeze({
  resource: ({ resource }) => (typeof resource === 'string' ? resource : null),
  exists: (record) => explanationOf(record)?.exists ?? null,
  relationships: (record) => explanationOf(record)?.relationships ?? null,
  labels: (record) => explanationOf(record)?.labels ?? null,
  consented: (record) => explanationOf(record)?.consented ?? null,
  consent: (record) => {
    const consent = explanationOf(record)?.consent ?? null;
    return consent === null ? null : `Consent/${consent}`;
  },
  glass: (record) => explanationOf(record)?.glass ?? null,
  fields: (record) => explanationOf(record)?.fields.map(toField) ?? null,
});

/** Only this file makes such records. */
function explanationOf(record: StoredRecord): AccessExplanation | null {
  return isExplained(record) ? record.explanation : null;
}

function isExplained(record: StoredRecord): record is Explained {
  return (
    record.resourceType === TYPE && typeof record.explanation === 'object' && record.explanation !== null
  );
}

function toField({ field, decision, place, categories }: FieldExplanation) {
  return {
    field,
    decision: decision.decision,
    mask: decision.mask,
    reason: decision.reason,
    grant: decision.grant,
    place: place === null ? null : textOf(place),
    categories: categories.map(({ category, steps, overlay }) => ({
      category,
      steps: steps.map(({ step, left }) => ({ step, left: left.map((grant) => grant.id) })),
      overlay: overlay.map(textOf),
    })),
  };
}

function textOf({ file, line }: Place): string {
  return `${file}:${line}`;
}
