import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import { GLASS_REASONS, type GlassReview, REVIEW_VERDICTS } from '../health-commands.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { openValue, sealValue } from '../keys/sealed-value.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import type { ItemKey } from './batch-get.ts';
import { type Item, requiredBytes, requiredText } from './item.ts';
import { decodeJson, encodeJson } from './record-codec.ts';

/** What stays of an entry when its patient is erased: sealed under the tenant's key. */
const Entry = z
  .object({
    id: z.string(),
    subjectId: z.string(),
    issuer: z.string(),
    actor: z.string(),
    roles: z.array(z.string()).readonly(),
    client: z.string(),
    reason: z.enum(GLASS_REASONS),
    openedAt: z.number(),
    expiresAt: z.number(),
    reviewer: z.string().nullable(),
    verdict: z.enum(REVIEW_VERDICTS).nullable(),
    reviewedAt: z.number().nullable(),
  })
  .readonly();
export type ReviewEntry = z.infer<typeof Entry>;

/** The two free texts, each sealed under the patient's key in an attribute of its own. */
const TEXTS = Object.freeze({ justification: 'j', comment: 'k' });
type TextName = keyof typeof TEXTS;
const Text = z.object({ text: z.string() });

/** Attributes that go with an erased patient. */
export const REVIEW_TEXTS: readonly string[] = Object.freeze(Object.values(TEXTS));

export function sealEntry(secret: Uint8Array, place: ItemKey, entry: ReviewEntry, random: RandomBytes) {
  return { b: { B: sealValue(secret, attribute(place, 'b'), encodeJson(entry), random) } };
}

export function sealText(
  key: PatientKey,
  place: ItemKey,
  name: TextName,
  text: string,
  random: RandomBytes,
): Item {
  const sealed = sealValue(key.data, attribute(place, TEXTS[name]), encodeJson({ text }), random);
  return { [TEXTS[name]]: { B: sealed } };
}

/** @throws DataIntegrityError when the entry was altered, moved, or sealed under another key. */
export function openEntry(secret: Uint8Array, item: Item): ReviewEntry {
  const place = { pk: requiredText(item, 'pk'), sk: requiredText(item, 'sk') };
  const entry = Entry.safeParse(
    decodeJson(openValue(secret, attribute(place, 'b'), requiredBytes(item, 'b'))),
  );
  if (!entry.success) throw new DataIntegrityError('a stored value is no review');
  return entry.data;
}

/** @param key of the patient; `null`: erased, and the free texts with it. */
export function reviewOf(entry: ReviewEntry, item: Item, key: PatientKey | null): GlassReview {
  const { id, subjectId, issuer, actor, roles, client, reason, openedAt, expiresAt } = entry;
  const { reviewer, verdict, reviewedAt } = entry;
  return Object.freeze({
    resourceType: 'BreakGlassReview',
    id,
    subjectId,
    rowCategories: [],
    labels: [],
    issuer,
    actor,
    roles,
    client,
    reason,
    justification: openText(key, item, 'justification'),
    openedAt,
    expiresAt,
    state: verdict === null ? 'OPEN' : 'REVIEWED',
    reviewer,
    verdict,
    comment: openText(key, item, 'comment'),
    reviewedAt,
  });
}

function openText(key: PatientKey | null, item: Item, name: TextName): string | null {
  const sealed = item[TEXTS[name]]?.B;
  if (key === null || sealed === undefined) return null;
  const place = { pk: requiredText(item, 'pk'), sk: requiredText(item, 'sk') };
  const text = Text.safeParse(decodeJson(openValue(key.data, attribute(place, TEXTS[name]), sealed)));
  if (!text.success) throw new DataIntegrityError('a stored value is no text');
  return text.data.text;
}

function attribute({ pk, sk }: { readonly pk: string; readonly sk: string }, name: string) {
  return ['data', pk, sk, name];
}
