import { fhirInterval } from '../../src/access/fhir-interval.ts';
import { BadUserInputError, UpstreamUnavailableError } from '../../src/errors.ts';
import { isFhirId } from '../../src/fhir-id.ts';
import { isJson, type Json } from '../../src/is-json.ts';
import type { ConsentWrite, HealthCommands } from '../health-commands.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { carryOut } from './carry-out.ts';
import { COMMAND_ATTEMPTS, type CommandScope, readSubject } from './command-scope.ts';
import { type ConsentEntry, entryOf, readConsents, rowOf } from './consents-item.ts';
import { contentHash, type Locator, readLocator } from './locator.ts';
import { storeConsents } from './merge-consents.ts';
import { planBatch } from './plan-batch.ts';
import { backOff } from './store-calls.ts';

/**
 * Stores the next version of a consent: first where access reads it, then its row and locator. Where the row of the
 * version before never followed, it follows now.
 */
export async function writeConsent(
  scope: CommandScope,
  consent: ConsentWrite,
): ReturnType<HealthCommands['writeConsent']> {
  const { store, itemKeys, keyring, tenant, clock } = scope;
  const { subjectId, id, expectedVersion } = consent;
  if (!isFhirId(id)) throw new BadUserInputError('the id of a consent is none');
  const lastUpdated = new Date(clock()).toISOString();
  const { secrets } = await keyring.open(tenant);
  const locatorKey = itemKeys.locator('Consent', id);
  const version = (expectedVersion ?? 0) + 1;
  for (let attempt = 1; attempt <= COMMAND_ATTEMPTS; attempt += 1) {
    const { key, erased, items } = await readSubject(scope, subjectId, [
      itemKeys.consents(subjectId),
      locatorKey,
    ]);
    if (erased) return 'erased';
    if (key === null) return null;
    const [consentsItem = null, locatorItem = null] = items;
    const stored = readConsents(key, consentsItem);
    const locator = locatorItem === null ? null : readLocator(locatorKey, locatorItem);
    const standing = stored.entries.get(id) ?? null;
    const next = nextEntry(consent, { version, lastUpdated, standing, index: secrets.index });
    if (attempt > 1 && standing?.hash === next.hash) {
      // The store had taken it, and only its answer was lost.
      await follow(scope, subjectId, key, next, locator);
      return { version };
    }
    if (versionOf(standing, locator, subjectId) !== expectedVersion) {
      if (standing !== null) await follow(scope, subjectId, key, standing, locator);
      return 'conflict';
    }
    const outcome = await storeConsents({ store, itemKeys, patientId: subjectId, key }, stored, [next]);
    if (outcome === 'tooLarge') throw new BadUserInputError('a consent is too large');
    if (outcome === 'stored') {
      await follow(scope, subjectId, key, next, locator);
      return { version };
    }
    await backOff(store, attempt);
  }
  throw new UpstreamUnavailableError('consents keep changing');
}

/** Which version stands: `null` none, 0 one without a number, `'taken'` one that is removed or another patient's. */
function versionOf(
  standing: ConsentEntry | null,
  locator: Locator | null,
  patientId: string,
): number | 'taken' | null {
  if (standing !== null) return standing.removed ? 'taken' : (standing.version ?? 0);
  if (locator === null) return null;
  return locator.row?.patientId === patientId ? (locator.version ?? 0) : 'taken';
}

function nextEntry(
  { subjectId, id, resource }: ConsentWrite,
  at: {
    readonly version: number;
    readonly lastUpdated: string;
    readonly standing: ConsentEntry | null;
    readonly index: Uint8Array;
  },
): ConsentEntry {
  const { version, lastUpdated, standing } = at;
  const meta = { ...objectOf(resource.meta), versionId: String(version), lastUpdated };
  const patient = { reference: `Patient/${subjectId}` };
  const write = rowOf(
    {
      id,
      rowCategories: ['CONSENT'],
      // A label is lifted by an import alone.
      labels: standing?.labels ?? [],
      date: dateOf(resource),
      version,
      lastUpdated,
      removed: false,
      resource: { ...resource, resourceType: 'Consent', id, meta, patient },
      hash: '',
      own: true,
    },
    subjectId,
  );
  return entryOf(write, contentHash(at.index, write), true);
}

/** By which consents are listed, as an import reads it. */
function dateOf({ dateTime, provision }: Json): string | null {
  const dates = [dateTime, objectOf(objectOf(provision).period).start];
  return dates.filter((date) => typeof date === 'string').find((date) => fhirInterval(date) !== null) ?? null;
}

/** Row and locator of what stands, where they say something else. */
async function follow(
  { store, itemKeys, keyring, tenant, clock }: CommandScope,
  patientId: string,
  key: PatientKey,
  standing: ConsentEntry,
  stored: Locator | null,
): Promise<void> {
  const hash = Buffer.from(standing.hash, 'base64url');
  if (standing.hash === '' || (stored !== null && Buffer.compare(stored.contentHash, hash) === 0)) return;
  const context = { itemKeys, tenantKeys: await keyring.open(tenant), random: store.random };
  const target = {
    write: rowOf(standing, patientId),
    organizational: false,
    key: itemKeys.locator('Consent', standing.id),
    contentHash: hash,
    stored,
    outcome: null,
  };
  await carryOut(
    store,
    planBatch(context, [target], new Map([[patientId, key]]), clock(), () => false),
  );
}

function objectOf(value: unknown): Json {
  return isJson(value) ? value : {};
}
