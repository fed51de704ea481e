import type { ProofStore } from '../../src/identity/proofs.ts';
import { putIf, type StoreCalls } from './store-calls.ts';

/**
 * Proofs that were used. A proof whose note got lost on its way back is taken for used: its sender makes another.
 * Whether a proof is fresh is decided by the gateway's clock; time-to-live only takes away what no clock takes for fresh.
 */
export function createProofStore(store: StoreCalls): ProofStore {
  return Object.freeze({
    use: (key: string, until: number) =>
      putIf(store, {
        TableName: store.tables.data,
        Item: {
          pk: { S: `J#${key}` },
          sk: { S: 'PROOF' },
          expiresAt: { N: String(Math.ceil(until / 1000)) },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
  });
}
