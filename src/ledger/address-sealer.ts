/** Sealed addresses kept for reuse: a client asks many times from one place. */
const MAX_KEPT = 10_000;

/**
 * Seals client addresses for the record. An address that cannot be sealed is left out: the keyed hash of its
 * network stands in the record all the same, and care does not stop for it.
 */
export function createAddressSealer(
  seal: (tenant: string, text: string) => Promise<string>,
): (tenant: string, address: string) => Promise<string | null> {
  const kept = new Map<string, string>();
  return async (tenant, address) => {
    const key = `${tenant} ${address}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const sealed = await seal(tenant, address).catch(() => null);
    if (sealed === null) return null;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, sealed);
    return sealed;
  };
}
