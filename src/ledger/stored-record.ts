import { z } from 'zod';

/**
 * A record as it stands in a segment: UTF-8 JSON, no white space, keys in the order below, `insight` and `part`
 * only where there is one. One order makes equal records equal bytes; the stored bytes are what is hashed and
 * they are never serialised again, so a canonical form (RFC 8785) would add cost and no safety.
 */
export type StoredField = readonly [
  coordinate: string,
  category: string | null,
  decision: 'PERMIT' | 'MASK' | 'DENY',
  mask: string,
  reason: string,
  grant: string | null,
];
export type StoredShape = readonly [type: string, via: string | null, fields: readonly StoredField[]];
/** The last two stand only where one of them is given: nearly all groups have neither. */
export type StoredGroup =
  | readonly [shape: number, resources: readonly string[]]
  | readonly [shape: number, resources: readonly string[], consent: string | null, breakGlass: string | null];
export type StoredSubject = readonly [subject: string | null, groups: readonly StoredGroup[]];

/** Which part of a split record this is: `index` from 0, `firstOrdinal` of its first event. */
export type StoredPart = readonly [index: number, count: number, firstOrdinal: number];

const text = z.string();
const maybe = z.string().nullable();
const count = z.number().int().min(0);

export const StoredRecord = z.strictObject({
  v: z.literal(1),
  id: text,
  time: text,
  kind: z.enum(['operation', 'refusal', 'privileged']),
  tenant: maybe,
  actor: maybe,
  roles: z.array(text),
  assurance: z.array(text),
  client: maybe,
  network: maybe,
  address: maybe,
  purpose: maybe,
  policyVersion: text,
  document: maybe,
  operation: maybe,
  request: text,
  session: maybe,
  refusal: maybe,
  count,
  insight: z
    .strictObject({
      coordinate: text,
      model: text,
      guardrail: text,
      guardrailPolicy: text,
      promptHash: text,
      evidenceHash: text,
      sent: z.boolean(),
    })
    .optional(),
  part: z.tuple([count, count, count]).optional(),
  shapes: z.array(
    z.tuple([
      text,
      maybe,
      z.array(z.tuple([text, maybe, z.enum(['PERMIT', 'MASK', 'DENY']), text, text, maybe])),
    ]),
  ),
  subjects: z.array(
    z.tuple([
      maybe,
      z.array(z.union([z.tuple([count, z.array(text)]), z.tuple([count, z.array(text), maybe, maybe])])),
    ]),
  ),
});
