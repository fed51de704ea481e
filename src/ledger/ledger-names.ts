import { createHash } from 'node:crypto';
import { keyedHash } from '../keyed-hash.ts';

/** Keys of one tenant's names in the ledger, 32 bytes each, from its store. */
export interface NameKeys {
  /** For actors, and for ids that are no patient's of the store. */
  tenant(): Promise<Uint8Array>;
  /** Of those of these patients that are stored and not erased. */
  patients(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/**
 * `~` and 22 base64url characters (132 bits) of HMAC-SHA-256 over kind and id. No FHIR id holds a tilde, so a name is
 * never taken for an id. One key gives one name, so a subject and its Patient resource are called alike.
 */
export function nameUnder(key: Uint8Array, kind: string, id: string): string {
  const digest = keyedHash(key).update(`${kind}\0${id}`).digest('base64url');
  return `~${digest.slice(0, 22)}`;
}

export const ACTOR_KIND = 'actor';
/** Of a sign-in, where it is a patient's or a relative's. */
export const SESSION_KIND = 'session';
/** Of the grant of an opened glass. */
export const GLASS_KIND = 'BreakGlass';

/**
 * The key under which somebody stands who is known by these patients: it takes all of their keys to make it, so it is gone
 * with any of them.
 */
export function keyOfAll(keys: readonly Uint8Array[], otherwise: Uint8Array): Uint8Array {
  const [first, ...rest] = [...new Set(keys.map((key) => Buffer.from(key).toString('hex')))].toSorted();
  if (first === undefined) return otherwise;
  if (rest.length === 0) return Buffer.from(first, 'hex');
  return createHash('sha256')
    .update(Buffer.from([first, ...rest].join(''), 'hex'))
    .digest();
}

export function isLedgerName(text: string): boolean {
  return /^~[A-Za-z0-9_-]{22}$/.test(text);
}

/**
 * Under which names something may stand in a tenant's records: whoever looks for it MUST look for all of them. The
 * id itself is always among them, since records from before the tenant chose pseudonyms bear it. After an
 * erasure the patient's own name is no longer among them, and nobody finds it.
 */
export interface LedgerNames {
  patient(id: string): Promise<readonly string[]>;
  /** @param patient whose it is; `null`: unknown, or nobody's. */
  resource(patient: string | null, type: string, id: string): Promise<readonly string[]>;
  /** @param patient whose record it is about: who acts as that patient, or for it, bears a name of the patient's key. */
  actor(id: string, patient?: string | null): Promise<readonly string[]>;
}

/**
 * @param keys `null` only where the tenant never had pseudonyms: one that has taken them back has records under them.
 * @throws (each of them) UpstreamUnavailableError when the keys are out of reach: an answer without names is none.
 */
export function createLedgerNames(keys: NameKeys | null): LedgerNames {
  const resource = async (patient: string | null, type: string, id: string): Promise<readonly string[]> => {
    if (keys === null) return Object.freeze([id]);
    const own = patient === null ? undefined : (await keys.patients([patient])).get(patient);
    const all = own === undefined ? [await keys.tenant()] : [own, await keys.tenant()];
    return Object.freeze([id, ...all.map((key) => nameUnder(key, type, id))]);
  };
  return Object.freeze({
    patient: (id: string) => resource(id, 'Patient', id),
    resource,
    actor: (id: string, patient: string | null = null) => resource(patient, ACTOR_KIND, id),
  });
}
