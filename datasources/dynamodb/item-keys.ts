import { isFhirId } from '../../src/fhir-id.ts';
import type { ItemKey } from './batch-get.ts';

const TYPE_NAME = /^[A-Z][A-Za-z]{0,63}$/;
const TENANT_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
const USE_CASE = /^[A-Z_]{1,40}$/;
/** Stands in for an id that cannot exist, so that a bad id costs the calls of any other. */
const NOBODY = '!';

export function isTenantName(tenant: string): boolean {
  return TENANT_NAME.test(tenant);
}

export function isTypeName(type: string): boolean {
  return TYPE_NAME.test(type);
}

/** FHIR reference such as `Practitioner/p1`. */
export function isReference(text: string): boolean {
  const [type = '', id = '', ...rest] = text.split('/');
  return rest.length === 0 && isTypeName(type) && isFhirId(id);
}

/** Every key of one tenant's items. The tenant stands first: no other tenant's item can be named. */
export interface TenantItemKeys {
  patient(patientId: string): ItemKey;
  patientKey(patientId: string): ItemKey;
  /** Ties between one patient and one anchor. */
  ties(patientId: string, anchor: string): ItemKey;
  /** The patient's consents, all in one item: it decides, their rows only show. */
  consents(patientId: string): ItemKey;
  /** What is given to one actor for a while; `actorHash` as `actorHash` makes them. */
  given(patientId: string, actorHash: string): ItemKey;
  /** Beside the patient, so that erasure finds the review of a glass. */
  reviewed(patientId: string, glassId: string): ItemKey;
  /** Why fields of the patient were revealed. */
  revealed(patientId: string, revealId: string): ItemKey;
  row(patientId: string, sortKey: string): ItemKey;
  locator(type: string, id: string): ItemKey;
  organizational(type: string, id: string): ItemKey;
  listed(patientId: string): ItemKey;
  /** One entry of the review queue. */
  review(glassId: string): ItemKey;
  /** The review queue, in the order of time. */
  reviews(): string;
  panel(anchor: string): string;
  memberships(member: string): string;
  indexed(entry: string): string;
  /** One insight, beside its patient. */
  insight(patientId: string, insightId: string): ItemKey;
  /** Which insight answers a question again for a while; `hash` as `cacheHash` makes them. */
  insightCached(patientId: string, hash: string): ItemKey;
  /** Whose an insight is. */
  insightLocator(insightId: string): ItemKey;
  /** The insights of one use case that are reviewed, in the order of time: all, or those that wait. */
  insights(useCase: string, which: 'ALL' | 'DRAFT'): string;
  erased(patientId: string): ItemKey;
  keyring(): ItemKey;
}

export function tenantItemKeys(tenant: string): TenantItemKeys {
  if (!isTenantName(tenant)) throw new RangeError('a tenant name is letters, digits, and . _ - within');
  const own = `T#${tenant}`;
  const safe = (id: string) => (isFhirId(id) ? id : NOBODY);
  const named = (type: string, id: string) => (isTypeName(type) && isFhirId(id) ? `${type}/${id}` : NOBODY);
  const patientPk = (id: string) => `${own}#P#${safe(id)}`;
  return Object.freeze({
    patient: (id: string): ItemKey => ({ table: 'data', pk: patientPk(id), sk: 'PATIENT' }),
    patientKey: (id: string): ItemKey => ({ table: 'keys', pk: patientPk(id), sk: 'KEY' }),
    ties: (id: string, anchor: string): ItemKey => ({
      table: 'data',
      pk: patientPk(id),
      sk: `TIE#${isReference(anchor) ? anchor : NOBODY}`,
    }),
    consents: (id: string): ItemKey => ({ table: 'data', pk: patientPk(id), sk: 'CONSENTS' }),
    given: (id: string, actorHash: string): ItemKey => ({
      table: 'data',
      pk: patientPk(id),
      sk: `GIVEN#${actorHash}`,
    }),
    reviewed: (id: string, glassId: string): ItemKey => ({
      table: 'data',
      pk: patientPk(id),
      sk: `REVIEW#${safe(glassId)}`,
    }),
    revealed: (id: string, revealId: string): ItemKey => ({
      table: 'data',
      pk: patientPk(id),
      sk: `REVEALED#${safe(revealId)}`,
    }),
    row: (id: string, sortKey: string): ItemKey => ({ table: 'data', pk: patientPk(id), sk: sortKey }),
    locator: (type: string, id: string): ItemKey => ({
      table: 'data',
      pk: `${own}#L#${named(type, id)}`,
      sk: 'L',
    }),
    organizational: (type: string, id: string): ItemKey => ({
      table: 'data',
      pk: `${own}#O#${named(type, id)}`,
      sk: 'R',
    }),
    listed: (id: string): ItemKey => ({ table: 'data', pk: `${own}#PATIENTS`, sk: safe(id) }),
    review: (glassId: string): ItemKey => ({ table: 'data', pk: `${own}#REVIEW#${safe(glassId)}`, sk: 'R' }),
    reviews: () => `${own}#REVIEWS`,
    panel: (anchor: string) => `${own}#PANEL#${anchor}`,
    memberships: (member: string) => `${own}#MEMBER#${member}`,
    indexed: (entry: string) => `${own}#IX#${entry}`,
    insight: (id: string, insightId: string): ItemKey => ({
      table: 'data',
      pk: patientPk(id),
      sk: `INSIGHT#${safe(insightId)}`,
    }),
    insightCached: (id: string, hash: string): ItemKey => ({
      table: 'data',
      pk: patientPk(id),
      sk: `INSIGHTFOR#${safe(hash)}`,
    }),
    insightLocator: (insightId: string): ItemKey => ({
      table: 'data',
      pk: `${own}#INSIGHT#${safe(insightId)}`,
      sk: 'L',
    }),
    insights: (useCase: string, which: 'ALL' | 'DRAFT') =>
      `${own}#INSIGHTS#${USE_CASE.test(useCase) ? useCase : NOBODY}#${which}`,
    erased: (id: string): ItemKey => ({ table: 'keys', pk: `${own}#ERASED`, sk: safe(id) }),
    keyring: (): ItemKey => ({ table: 'keys', pk: own, sk: 'TENANT' }),
  });
}
