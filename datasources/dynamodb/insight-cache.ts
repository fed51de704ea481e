import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { openValue, sealValue } from '../keys/sealed-value.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import type { ItemKey } from './batch-get.ts';
import { type CommandScope, readSubject } from './command-scope.ts';
import { type ReadInsight, readInsights } from './insight-read.ts';
import { type Item, requiredBytes, requiredText } from './item.ts';
import { decodeJson, encodeJson } from './record-codec.ts';

/** Which insight answers, and until when (milliseconds since the epoch). */
const Pointer = z.object({ id: z.string(), expiresAt: z.number() }).readonly();
type Pointer = z.infer<typeof Pointer>;

/** Milliseconds after which the store may clear away what has long ended. */
const SWEEP_AFTER = 86_400_000;

/** Names a question within a patient's partition. Keyed: evidence that is guessed cannot be tried out. */
export function cacheHash(indexKey: Uint8Array, subjectId: string, cacheKey: string): string {
  return createHmac('sha256', indexKey)
    .update(`insight\n${Buffer.byteLength(subjectId)}:${subjectId}${cacheKey}`)
    .digest()
    .subarray(0, 16)
    .toString('hex');
}

/**
 * The insight that answers this question again: the pointer, patient and key in one batch, then the insight itself,
 * so that what a reviewer made of it meanwhile is what is shown.
 */
export async function readCached(
  scope: CommandScope,
  subjectId: string,
  cacheKey: string,
): Promise<ReadInsight | null> {
  const { itemKeys, keyring, tenant, clock } = scope;
  const { secrets } = await keyring.open(tenant);
  const place = itemKeys.insightCached(subjectId, cacheHash(secrets.index, subjectId, cacheKey));
  const { key, items } = await readSubject(scope, subjectId, [place]);
  const [item = null] = items;
  if (key === null || item === null) return null;
  const { id, expiresAt } = openPointer(key, item);
  if (clock() >= expiresAt) return null;
  const [found = null] = await readInsights(scope, [{ subjectId, id }]);
  return found;
}

export function pointerItem(
  key: PatientKey,
  { pk, sk }: ItemKey,
  pointer: Pointer,
  random: RandomBytes,
): Item {
  return {
    pk: { S: pk },
    sk: { S: sk },
    expiresAt: { N: String(Math.ceil((pointer.expiresAt + SWEEP_AFTER) / 1000)) },
    b: { B: sealValue(key.data, ['data', pk, sk, 'b'], encodeJson(pointer), random) },
  };
}

/** @throws DataIntegrityError when it was altered, moved, or sealed under another key. */
function openPointer(key: PatientKey, item: Item): Pointer {
  const place = ['data', requiredText(item, 'pk'), requiredText(item, 'sk'), 'b'];
  const pointer = Pointer.safeParse(decodeJson(openValue(key.data, place, requiredBytes(item, 'b'))));
  if (!pointer.success) throw new DataIntegrityError('a stored value names no insight');
  return pointer.data;
}
