import type { ProofStore } from '../../src/identity/proofs.ts';

/** Used proofs of one process. */
export function memoryProofs(): ProofStore & { readonly used: ReadonlyMap<string, number> } {
  const used = new Map<string, number>();
  return {
    used,
    async use(key, until) {
      if (used.has(key)) return false;
      used.set(key, until);
      return true;
    },
  };
}
