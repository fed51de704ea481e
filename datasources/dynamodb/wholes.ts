import { BoundedMap } from '../../src/bounded-map.ts';
import type { Clock } from '../../src/clock.ts';
import { isJson } from '../../src/is-json.ts';
import type { OrganizationalRecord } from '../health-data.ts';
import type { TenantKeys } from '../keys/tenant-keys.ts';
import { batchGet } from './batch-get.ts';
import { isReference, type TenantItemKeys } from './item-keys.ts';
import { openOrganizational } from './read-row.ts';
import type { StoreCalls } from './store-calls.ts';

/** What of a request reading takes. */
export interface WholesScope {
  readonly tenant: string;
  readonly store: StoreCalls;
  readonly itemKeys: TenantItemKeys;
  tenantKeys(): Promise<TenantKeys>;
}

/**
 * Organizations and locations that some are part of, and what those are part of
 * (https://hl7.org/fhir/R4/organization-definitions.html#Organization.partOf, Location.partOf).
 */
export interface Wholes {
  /**
   * @param references relative ones of any type.
   * @returns the wholes, without `references`. A chain ends where nothing is stored, and with a circle.
   * @throws UpstreamUnavailableError when the store does not answer; nothing is known of wholes then.
   */
  of(scope: WholesScope, references: readonly string[]): Promise<readonly string[]>;
}

/** Milliseconds since its read began that a whole counts: a hospital's structure seldom changes. */
const KEPT_MS = 5_000;
const MAX_KEPT = 10_000;
/** Those of one actor. Further ones would be nobody's hospital. */
const MAX_WHOLES = 64;

interface Kept {
  readonly whole: string | null;
  readonly since: number;
}

/** Wholes as one process knows them: most who ask work in the same few places, and each request asks. */
export function createWholes(clock: Clock): Wholes {
  const known = new BoundedMap<Kept>(MAX_KEPT);

  const isFresh = ({ since }: Kept): boolean => {
    const age = clock() - since;
    return age >= 0 && age < KEPT_MS;
  };

  const read = async (
    { tenant, store, itemKeys, tenantKeys }: WholesScope,
    parts: readonly string[],
  ): Promise<readonly (string | null)[]> => {
    const since = clock();
    const keys = parts.map((part) => itemKeys.organizational(...split(part)));
    const [{ secrets }, items] = await Promise.all([tenantKeys(), batchGet(store, keys)]);
    return parts.map((part, at) => {
      const item = items[at] ?? null;
      const whole = wholeOf(part, item === null ? null : openOrganizational(secrets, item));
      known.set(nameOf(tenant, part), { whole, since });
      return whole;
    });
  };

  const wholesOf = async (scope: WholesScope, parts: readonly string[]): Promise<readonly string[]> => {
    const wholes: (string | null)[] = [];
    const unknown: string[] = [];
    for (const part of parts) {
      const kept = known.get(nameOf(scope.tenant, part));
      if (kept !== undefined && isFresh(kept)) wholes.push(kept.whole);
      else unknown.push(part);
    }
    if (unknown.length > 0) wholes.push(...(await read(scope, unknown)));
    return wholes.filter((whole) => whole !== null);
  };

  return Object.freeze({
    async of(scope: WholesScope, references: readonly string[]) {
      const found = new Set<string>();
      let parts = references.filter(hasWhole);
      while (parts.length > 0 && found.size < MAX_WHOLES) {
        const wholes = new Set(await wholesOf(scope, parts));
        parts = [...wholes].filter((whole) => !found.has(whole) && !references.includes(whole));
        for (const whole of parts) found.add(whole);
      }
      return [...found];
    },
  });
}

const WITH_WHOLES: readonly string[] = ['Organization/', 'Location/'];

function hasWhole(reference: string): boolean {
  return isReference(reference) && WITH_WHOLES.some((type) => reference.startsWith(type));
}

/**
 * What a resource says that it is part of. Of the same type, or it is none: a ward is no part of a person.
 * @param part its reference. @param record `null`: it is not stored.
 */
export function wholeOf(part: string, record: OrganizationalRecord | null): string | null {
  const partOf = record?.partOf;
  if (!hasWhole(part) || !isJson(partOf) || typeof partOf.reference !== 'string') return null;
  const { reference } = partOf;
  return isReference(reference) && split(reference)[0] === split(part)[0] ? reference : null;
}

function split(reference: string): [type: string, id: string] {
  const [type = '', id = ''] = reference.split('/');
  return [type, id];
}

/** The length of the first, so that it does not run into the second. */
function nameOf(tenant: string, reference: string): string {
  return `${tenant.length} ${tenant} ${reference}`;
}
