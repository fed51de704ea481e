import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import type { JudgedInsight } from '../../src/insight/judge-insight.ts';
import { CRITERION_STATUSES } from '../../src/insight/output.ts';
import { REVIEW_STATES } from '../../src/insight/stored-insight.ts';
import { USE_CASES } from '../../src/insight/use-case.ts';
import { InsightWithheld } from '../../src/insight/withheld.ts';
import type { RandomBytes } from '../keys/key-service.ts';
import { openValue, sealValue } from '../keys/sealed-value.ts';
import type { PatientKey } from '../keys/tenant-keys.ts';
import { type Item, numberOf, requiredBytes, requiredText } from './item.ts';
import { MAX_SEALED_BYTES } from './plan-write.ts';
import { decodeJson, encodeJson } from './record-codec.ts';

const State = z.enum(REVIEW_STATES);
const Texts = z.array(z.string()).readonly();

const Citation = z
  .object({
    resourceType: z.string(),
    resourceId: z.string(),
    coordinate: z.string(),
    quote: z.string(),
    date: z.string().nullable(),
  })
  .readonly();

const Sentence = z
  .object({
    text: z.string(),
    section: z.string().nullable(),
    code: z.string().nullable(),
    status: z.enum(CRITERION_STATUSES).nullable(),
    citations: z.array(Citation).readonly(),
    original: z.string().nullable(),
    state: State,
  })
  .readonly();

const Verdict = z
  .object({
    state: z.enum(['CONFIRMED', 'EDITED', 'REJECTED']),
    reason: z.string(),
    sentence: z.number().nullable(),
    reviewer: z.string(),
    at: z.number(),
    mark: z.string(),
  })
  .readonly();

/** Every field of an insight MUST stand here: what does not is lost on reading. */
const FIELDS: { readonly [Field in keyof JudgedInsight]-?: z.ZodType<JudgedInsight[Field]> } = {
  id: z.string(),
  subjectId: z.string(),
  useCase: z.enum(USE_CASES),
  coordinate: z.string(),
  arguments: z.string(),
  sentences: z.array(Sentence).readonly(),
  withheldSentences: z.number(),
  evidence: z
    .array(z.object({ resourceType: z.string(), resourceId: z.string(), coordinates: Texts }).readonly())
    .readonly(),
  evidenceHash: z.string(),
  promptHash: z.string(),
  outputHash: z.string(),
  rowCategories: Texts,
  labels: Texts,
  model: z.string(),
  guardrail: z.string(),
  guardrailPolicy: z.string(),
  groundingScore: z.number().nullable(),
  relevanceScore: z.number().nullable(),
  tokens: z.object({ input: z.number(), output: z.number() }).readonly(),
  milliseconds: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
  reviewState: State,
  reviewer: z.string().nullable(),
  reviewReason: z.string().nullable(),
  reviewedAt: z.number().nullable(),
  verdicts: z.array(Verdict).readonly(),
};
const Body = z.object(FIELDS).readonly();

export interface FoundInsight {
  readonly insight: JudgedInsight;
  /** Of the item: what a review names as the one it replaces. */
  readonly revision: number;
  /** Sort key in the queue of its use case; `null`: it waits for nobody. */
  readonly queued: string | null;
}

/**
 * One insight, whole under its patient's key. Outside stand its revision, and where it is queued, by which erasure
 * finds that place without the key.
 * @throws InsightWithheld BUDGET where it does not fit into one item
 */
export function insightItem(
  key: PatientKey,
  { pk, sk }: { readonly pk: string; readonly sk: string },
  { insight, revision, queued }: FoundInsight,
  random: RandomBytes,
): Item {
  const sealed = sealValue(key.data, placeOf(pk, sk, revision), encodeJson(insight), random);
  if (sealed.length > MAX_SEALED_BYTES) {
    throw new InsightWithheld('BUDGET', 'an insight does not fit into one item');
  }
  return {
    pk: { S: pk },
    sk: { S: sk },
    rev: { N: String(revision) },
    ...(queued === null ? {} : { q: { S: `${insight.useCase}#${queued}` } }),
    b: { B: sealed },
  };
}

/** @throws DataIntegrityError when it was altered, moved, given another revision, or sealed under another key. */
export function openInsight(key: PatientKey, item: Item): FoundInsight {
  const revision = numberOf(item, 'rev');
  if (revision === null) throw new DataIntegrityError('an item lacks its attribute rev');
  const place = placeOf(requiredText(item, 'pk'), requiredText(item, 'sk'), revision);
  const body = Body.safeParse(decodeJson(openValue(key.data, place, requiredBytes(item, 'b'))));
  if (!body.success) throw new DataIntegrityError('a stored value is no insight');
  return { insight: Object.freeze(body.data), revision, queued: readQueued(item)?.position ?? null };
}

/** Which queue an insight stands in, and where: known without its key. */
export function readQueued(item: Item): { readonly useCase: string; readonly position: string } | null {
  const text = item.q?.S ?? '';
  const at = text.indexOf('#');
  return at < 0 ? null : { useCase: text.slice(0, at), position: text.slice(at + 1) };
}

function placeOf(pk: string, sk: string, revision: number): readonly string[] {
  return ['data', pk, sk, 'b', String(revision)];
}
