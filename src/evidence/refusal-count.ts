import type { OperationRecord } from '../ledger/operation-record.ts';

/** Requests of the tenant that were refused as a whole, by error code. */
export class RefusalCount {
  readonly #codes = new Map<string, number>();

  observe({ kind, refusal, count }: OperationRecord): void {
    if (kind !== 'refusal') return;
    const code = refusal ?? 'UNKNOWN';
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + count);
  }

  /** By code. */
  codes(): readonly { readonly code: string; readonly count: number }[] {
    return [...this.#codes]
      .map(([code, count]) => ({ code, count }))
      .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }
}
