import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { OpenedGlass, Reveal } from '../../src/access/facts.ts';
import { DataIntegrityError } from '../../src/errors.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { openValue, sealValue } from '../keys/sealed-value.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { type Item, numberOf, requiredBytes, requiredText } from './item.ts';
import { decodeJson, encodeJson } from './record-codec.ts';

/** What one actor is given of one patient for a while. Whether it still holds, the reader's own clock says. */
export interface Given {
  readonly glass: OpenedGlass | null;
  readonly reveals: readonly Reveal[];
}

export interface StoredGiven extends Given {
  /** `null`: nothing is stored. */
  readonly revision: number | null;
}

const NOTHING: StoredGiven = Object.freeze({ glass: null, reveals: Object.freeze([]), revision: null });

const Body = z.object({
  glass: z.object({ id: z.string(), openedAt: z.number(), expiresAt: z.number() }).readonly().nullable(),
  reveals: z
    .array(z.object({ coordinate: z.string(), resource: z.string(), expiresAt: z.number() }).readonly())
    .readonly(),
});

/** Milliseconds after which the store may clear away what has long ended. */
const SWEEP_AFTER = 86_400_000;

/** Names an actor within a patient's partition without telling who it is. */
export function actorHash(indexKey: Uint8Array, { issuer, id }: { issuer: string; id: string }): string {
  return createHmac('sha256', indexKey)
    .update(`actor\n${Buffer.byteLength(issuer)}:${issuer}${id}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}

/** @throws DataIntegrityError when the item does not open: a glass that cannot be read is an error, never none. */
export function readGiven(key: PatientKey, item: Item | null): StoredGiven {
  if (item === null) return NOTHING;
  const place = placeOf(requiredText(item, 'pk'), requiredText(item, 'sk'));
  const body = Body.safeParse(decodeJson(openValue(key.data, place, requiredBytes(item, 'b'))));
  const revision = numberOf(item, 'rev');
  if (!body.success || revision === null) throw new DataIntegrityError('a stored value is nothing given');
  return { ...body.data, revision };
}

export function givenItem(
  key: PatientKey,
  { pk, sk }: { readonly pk: string; readonly sk: string },
  { glass, reveals }: Given,
  revision: number,
  random: RandomBytes,
): Item {
  const ends = [glass?.expiresAt ?? 0, ...reveals.map(({ expiresAt }) => expiresAt)];
  return {
    pk: { S: pk },
    sk: { S: sk },
    rev: { N: String(revision) },
    expiresAt: { N: String(Math.ceil((Math.max(...ends) + SWEEP_AFTER) / 1000)) },
    b: { B: sealValue(key.data, placeOf(pk, sk), encodeJson({ glass, reveals }), random) },
  };
}

function placeOf(pk: string, sk: string): readonly string[] {
  return ['data', pk, sk, 'b'];
}
