import { z } from 'zod';

/** Version of everything in a segment: frames, payloads, naming. */
export const FORMAT = 1;

/** The segment this writer wrote before, and how much of it counts. */
const PreviousSegment = z.strictObject({
  segment: z.number().int().positive(),
  /** Durable length. Anything after it was never acknowledged. */
  bytes: z.number().int().nonnegative(),
  records: z.number().int().nonnegative(),
  /** `closed`: ended with a close frame; `abandoned`: a write or a sync failed. */
  end: z.enum(['closed', 'abandoned']),
});
export type PreviousSegment = z.infer<typeof PreviousSegment>;

/** Payload of the first frame. The hash of the previous segment will stand in `previous`. */
export const SegmentHeader = z.strictObject({
  format: z.literal(FORMAT),
  writer: z.string(),
  segment: z.number().int().positive(),
  /** RFC 3339. */
  time: z.string(),
  previous: PreviousSegment.nullable(),
});
export type SegmentHeader = z.infer<typeof SegmentHeader>;

/** Payload of a commit frame. `batch` counts from 1 over all segments of a writer; the chain's link will stand here. */
export const BatchCommit = z.strictObject({
  batch: z.number().int().positive(),
  records: z.number().int().positive(),
});

/** Payload of a close frame: what the segment holds. The segment's seal will stand here. */
export const SegmentClose = z.strictObject({
  time: z.string(),
  batches: z.number().int().nonnegative(),
  records: z.number().int().nonnegative(),
  /** True on orderly shutdown: the writer has no further segment. */
  last: z.boolean(),
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
