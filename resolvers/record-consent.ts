import type { StoredRecord } from '../datasources/health-data.ts';
import { composeConsent } from '../src/access/consent/compose-consent.ts';
import { withdrawnConsent } from '../src/access/consent/withdrawn-consent.ts';
import { mayEverRecordConsent, mayRecordConsent } from '../src/access/may-record-consent.ts';
import { PhieldError } from '../src/errors.ts';
import type { MutationResolvers } from '../src/generated/resolver-types.ts';
import type { Acting } from './acting.ts';
import { actingOf, forbid, notThere } from './acting.ts';
import type { ResolverContext } from './context.ts';
import { readElement } from './fhir/read-element.ts';
import { parseTypedId } from './parse-node-id.ts';
import { toConsentInput } from './to-consent-input.ts';

/** Stores a consent, once it is on record. The answer is the row as this operation's access shows it. */
export const recordConsent: Required<MutationResolvers>['recordConsent'] = async (
  _root,
  { patientId, input },
  context,
) => {
  const coordinate = 'Mutation.recordConsent';
  const acting = actingOf(context);
  const { access, newId } = acting;
  const subjectId = parseTypedId('Patient', patientId);
  const patient = { coordinate, type: 'Patient', id: subjectId };
  if (!mayEverRecordConsent(access, 'c')) forbid(acting, patient);
  const subject = await access.subject(subjectId);
  if (!mayRecordConsent(access, subject, 'c')) notThere(acting, patient);

  const id = newId();
  const performer = byWhom(context, subjectId) ?? `Patient/${subjectId}`;
  const facts = { id, subjectId, now: access.now, performer, organization: null };
  const resource = composeConsent(toConsentInput(input), facts);
  return write(acting, { coordinate, subjectId, id, resource, expectedVersion: null });
};

/** Takes a consent out of force, once that is on record. */
export const withdrawConsent: Required<MutationResolvers>['withdrawConsent'] = async (
  _root,
  args,
  context,
) => {
  const coordinate = 'Mutation.withdrawConsent';
  const acting = actingOf(context);
  const { access } = acting;
  const id = parseTypedId('Consent', args.id);
  const asked = { coordinate, type: 'Consent', id };
  const supersededBy =
    typeof args.supersededBy === 'string' ? parseTypedId('Consent', args.supersededBy) : null;
  if (!mayEverRecordConsent(access, 'u')) forbid(acting, asked);
  const { record, facts } = await context.data.row('Consent', id);
  const subject = access.admit(facts);
  if (record === null || !mayRecordConsent(access, subject, 'u')) notThere(acting, asked);

  const { subjectId } = record;
  const version = versionOf(record);
  if ((args.expectedVersion ?? version) !== version) conflict(acting, coordinate, id);
  const withdrawal = { now: access.now, by: byWhom(context, subjectId), supersededBy };
  const resource = withdrawnConsent(resourceOf(record), withdrawal);
  if (resource === null) conflict(acting, coordinate, id);
  return write(acting, { coordinate, subjectId, id, resource, expectedVersion: version });
};

/** `meta.versionId` when it is a number; 0 for a consent that came without. */
export function versionOf({ meta }: StoredRecord): number {
  const version = Number(readElement(meta)?.versionId);
  return Number.isSafeInteger(version) && version > 0 ? version : 0;
}

/** Patients and those who act for them sign for themselves; staff write down what the patient said. */
function byWhom({ actor }: ResolverContext, subjectId: string): string | null {
  if (actor.fhirUser !== null) return isLay(actor.fhirUser) ? actor.fhirUser : null;
  return actor.patient === subjectId && actor.roles.includes('PATIENT') ? `Patient/${subjectId}` : null;
}

function isLay(fhirUser: string): boolean {
  return fhirUser.startsWith('Patient/') || fhirUser.startsWith('RelatedPerson/');
}

async function write(
  acting: Acting,
  consent: {
    readonly coordinate: string;
    readonly subjectId: string;
    readonly id: string;
    readonly resource: Readonly<Record<string, unknown>>;
    readonly expectedVersion: number | null;
  },
): Promise<StoredRecord> {
  const { coordinate, subjectId, id, resource, expectedVersion } = consent;
  await acting.record({ coordinate, subject: subjectId, resource: { type: 'Consent', id }, consent: id });
  const written = await acting.commands().writeConsent({ subjectId, id, resource, expectedVersion });
  if (written === 'conflict') conflict(acting, coordinate, id);
  if (written === null || written === 'erased') notThere(acting, { coordinate, type: 'Consent', id });
  const meta = { ...readElement(resource.meta), versionId: String(written.version) };
  const labels = resource.labels;
  return {
    ...resource,
    resourceType: 'Consent',
    id,
    subjectId,
    meta,
    rowCategories: [],
    labels: Array.isArray(labels) ? labels.filter((label) => typeof label === 'string') : [],
  };
}

/** What the store adds to a resource is none of the resource. */
function resourceOf({ subjectId: _subject, rowCategories: _categories, ...resource }: StoredRecord) {
  return resource;
}

function conflict({ access }: Acting, coordinate: string, id: string): never {
  access.refuse({ coordinate, type: 'Consent', id, reason: 'ERROR' });
  throw new PhieldError('CONFLICT', 'the consent is not in force at the version expected');
}
