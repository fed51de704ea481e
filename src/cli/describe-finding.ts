import type { Finding } from '../ledger/segments/ledger-item.ts';

/** One line: what, where, and the last good record before it. */
export function describeFinding({ code, file, offset, after }: Finding): string {
  return `${code} ${file} at byte ${offset}${after === null ? '' : `, after record ${after}`}`;
}
