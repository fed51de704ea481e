import { z } from 'zod';

/** Version of everything in a segment: frames, payloads, naming. */
export const FORMAT = 2;

/** What goes before a segment's header and before its close under the writer's signature. */
export const SEGMENT_DOMAIN = 'phield-ledger-segment-v1\n';
export const SEAL_DOMAIN = 'phield-ledger-seal-v1\n';

const hash = z.base64().length(44);
const count = z.number().int().nonnegative();

/** The segment this writer wrote before, and how much of it counts. */
const PreviousSegment = z.strictObject({
  segment: z.number().int().positive(),
  /** Durable length. Anything after it was never acknowledged. */
  bytes: count,
  records: count,
  /** `closed`: ended with a close frame; `abandoned`: a write or a sync failed. */
  end: z.enum(['closed', 'abandoned']),
});
export type PreviousSegment = z.infer<typeof PreviousSegment>;

/** What the first frame holds as a line signed by the writer. Keys stand in this order, without white space. */
export const SegmentHeader = z.strictObject({
  format: z.literal(FORMAT),
  writer: z.ulid(),
  segment: z.number().int().positive(),
  /** RFC 3339. */
  time: z.string(),
  previous: PreviousSegment.nullable(),
  /** Number of the first batch that stands here. */
  nextSeq: z.number().int().positive(),
  /** What that batch links to: `leafHash` of the sealed head before it, base64; `null` for the first. */
  prev: hash.nullable(),
  /** The writer's certificate, a signed line, so that each segment can be checked on its own. */
  certificate: z.string(),
});
export type SegmentHeader = z.infer<typeof SegmentHeader>;

/** What a close frame holds as a line signed by the writer: all that stands before it in this segment. */
export const SegmentClose = z.strictObject({
  time: z.string(),
  batches: count,
  records: count,
  /** Length of the segment up to this frame. */
  bytes: count,
  /** True on orderly shutdown: the writer has no further segment. */
  last: z.boolean(),
  /** `leafHash` of the writer's last sealed head, base64; `null` where it has none yet. */
  head: hash.nullable(),
});
export type SegmentClose = z.infer<typeof SegmentClose>;

const NAME = /^seg-([0-9A-HJKMNP-TV-Z]{26})-([1-9][0-9]{0,8})\.log$/;

export function segmentName(writer: string, segment: number): string {
  return `seg-${writer}-${segment}.log`;
}

export function parseSegmentName(name: string): { readonly writer: string; readonly segment: number } | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  return { writer: match[1] ?? '', segment: Number(match[2]) };
}
