import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import type { ResourceToWrite } from '../health-data.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { openValue, sealValue } from '../keys/sealed-value.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { isOlder } from '../resource-version.ts';
import { type Item, numberOf, requiredBytes, requiredText } from './item.ts';
import { decodeJson, encodeJson } from './record-codec.ts';

/** One consent as it stands, whatever its row says: the row follows. One that was removed stays as a tombstone. */
const Entry = z
  .object({
    id: z.string(),
    rowCategories: z.array(z.string()).readonly(),
    labels: z.array(z.string()).readonly(),
    date: z.string().nullable(),
    version: z.number().nullable(),
    lastUpdated: z.string().nullable(),
    removed: z.boolean(),
    resource: z.record(z.string(), z.unknown()).readonly(),
    /** Of what was written, as in the locator of a row that has followed; base64url. */
    hash: z.string(),
    /** Recorded by this gateway, not imported. */
    own: z.boolean(),
  })
  .readonly();
export type ConsentEntry = z.infer<typeof Entry>;

const Body = z.object({ consents: z.array(Entry) });

export interface StoredConsents {
  readonly entries: ReadonlyMap<string, ConsentEntry>;
  /** `null`: nothing is stored. */
  readonly revision: number | null;
}

const NONE: StoredConsents = Object.freeze({ entries: new Map(), revision: null });

/** @throws DataIntegrityError when the item does not open: consents that cannot be read are an error, never none. */
export function readConsents(key: PatientKey, item: Item | null): StoredConsents {
  if (item === null) return NONE;
  const place = placeOf(requiredText(item, 'pk'), requiredText(item, 'sk'));
  const body = Body.safeParse(decodeJson(openValue(key.data, place, requiredBytes(item, 'b'))));
  const revision = numberOf(item, 'rev');
  if (!body.success || revision === null) throw new DataIntegrityError('a stored value is no consents');
  return { entries: new Map(body.data.consents.map((entry) => [entry.id, entry])), revision };
}

export function consentsItem(
  key: PatientKey,
  { pk, sk }: { readonly pk: string; readonly sk: string },
  entries: ReadonlyMap<string, ConsentEntry>,
  revision: number,
  random: RandomBytes,
): Item {
  const body = encodeJson({ consents: [...entries.values()] });
  return {
    pk: { S: pk },
    sk: { S: sk },
    rev: { N: String(revision) },
    b: { B: sealValue(key.data, placeOf(pk, sk), body, random) },
  };
}

export function entryOf(write: ResourceToWrite, contentHash: Uint8Array, own: boolean): ConsentEntry {
  const { resourceType, id, rowCategories, labels, date, version, lastUpdated, removed, resource } = write;
  const kept = removed ? { resourceType, id } : { ...resource, resourceType, id };
  const hash = Buffer.from(contentHash).toString('base64url');
  return { id, rowCategories, labels, date, version, lastUpdated, removed, resource: kept, hash, own };
}

/** The row that an entry stands for. */
export function rowOf(entry: ConsentEntry, patientId: string): ResourceToWrite {
  const { id, rowCategories, labels, date, version, lastUpdated, removed, resource } = entry;
  return {
    resourceType: 'Consent',
    id,
    subjectId: patientId,
    rowCategories,
    labels,
    date,
    version,
    lastUpdated,
    removed,
    ties: [],
    memberships: [],
    index: null,
    resource,
  };
}

/**
 * Whether what is imported takes the place of what stands. One that was recorded here gives way only to what is
 * provably later: a source that never heard of a withdrawal MUST NOT undo it by sending its copy again.
 */
export function succeeds(imported: ConsentEntry, standing: ConsentEntry): boolean {
  if (!standing.own) return !isOlder(imported, standing);
  const sameClock = { version: null, lastUpdated: imported.lastUpdated };
  const earlier = isOlder({ version: null, lastUpdated: standing.lastUpdated }, sameClock);
  const lowerVersion =
    imported.version !== null && standing.version !== null && imported.version < standing.version;
  return earlier && !lowerVersion;
}

function placeOf(pk: string, sk: string): readonly string[] {
  return ['data', pk, sk, 'b'];
}
