import type { DocumentStatus } from '../../generated/schema-types.ts';
import type { Tone } from '../../parts/badge.tsx';

export const STATUS_TONES: Readonly<Record<DocumentStatus, Tone>> = Object.freeze({
  PROPOSED: 'warn',
  APPROVED: 'good',
  REJECTED: 'bad',
  RETIRED: 'neutral',
});

const STATUS_WORDS: Readonly<Record<DocumentStatus, string>> = Object.freeze({
  PROPOSED: 'waits for approval',
  APPROVED: 'approved',
  REJECTED: 'rejected',
  RETIRED: 'retired',
});

/** What the gateway itself says of a document that it took back. */
const REASONS: Readonly<Record<string, string>> = Object.freeze({
  FOOTPRINT_WIDENED: 'Schema or policy changed, and it now reaches further than what was approved.',
  NO_LONGER_PHI: 'The schema changed, and what it asks for is no longer protected health information.',
  NO_LONGER_FITS: 'Schema or policy changed, and it no longer fits.',
});

export function statusWord(status: DocumentStatus): string {
  return STATUS_WORDS[status];
}

export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason;
}

/** A document's name, or what is left of it. */
export function titleOf({ name, id }: { readonly name: string | null; readonly id: string }): string {
  return name ?? id;
}

/** Where a count ends: it may be more. */
const MOST = Number.MAX_SAFE_INTEGER;

/** A worst case in short: `1,200`, `3.4 million`, `more than can be counted`. */
export function countWords(count: number): string {
  if (count >= MOST) return 'more than can be counted';
  if (count < 1_000_000) return count.toLocaleString('en-GB');
  return new Intl.NumberFormat('en-GB', { notation: 'compact', compactDisplay: 'long' }).format(count);
}
