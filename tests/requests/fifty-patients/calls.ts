/** What an operation asked of the store. */
export interface Calls {
  readonly queries: number;
  readonly batches: number;
  /** Keys in all batches together. */
  readonly keys: number;
  readonly others: number;
  readonly summary: string;
}

/** @param calls operations in their order, batches with their number of keys */
export function callsOf(calls: readonly string[]): Calls {
  const batches = calls.filter((call) => call.startsWith('BatchGetItem '));
  const sizes = batches.map((call) => Number(call.slice('BatchGetItem '.length)));
  const queries = calls.filter((call) => call === 'Query').length;
  return {
    queries,
    batches: batches.length,
    keys: sizes.reduce((sum, size) => sum + size, 0),
    others: calls.length - batches.length - queries,
    summary: `Query ${queries}, BatchGetItem ${sizes.join(' + ') || 0}`,
  };
}
