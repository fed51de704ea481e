import { z } from 'zod';

const days = (otherwise: number) => z.int().min(1).max(365).default(otherwise);

/** The `review` block of a tenant's file: days within which somebody has to judge. */
export const ReviewBlock = z.strictObject({
  /** From the opening of the glass. */
  breakGlassDays: days(3),
  /** From the writing of the insight. */
  insightDays: days(7),
  /** From the proposal of the document. */
  documentDays: days(14),
});

/** What a tenant has set about reviews. */
export type ReviewSettings = Readonly<z.output<typeof ReviewBlock>>;
export const DEFAULT_REVIEW: ReviewSettings = Object.freeze(ReviewBlock.parse({}));

/**
 * The `purposeMix` block: by role and purpose, the most of what somebody reads in the role that may be for that purpose,
 * 0 to 1. A purpose that is not named is not limited, and an empty role would say nothing.
 */
export const PurposeMixBlock = z.record(
  z.string().min(1),
  z
    .record(z.string().min(1), z.number().min(0).max(1))
    .refine((shares) => Object.keys(shares).length > 0, 'expected a purpose'),
);

/** role → purpose → most share. */
export type PurposeMix = Readonly<Record<string, Readonly<Record<string, number>>>>;
