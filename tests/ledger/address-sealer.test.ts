import { expect, it } from 'vitest';
import { createAddressSealer } from '../../src/ledger/address-sealer.ts';

it('seals each address once per tenant, and leaves it out where the key is out of reach', async () => {
  const calls: string[] = [];
  let reachable = false;
  const seal = createAddressSealer(async (tenant, text) => {
    calls.push(`${tenant} ${text}`);
    if (!reachable) throw new Error('no key');
    return `sealed-for-${tenant}`;
  });
  expect(await seal('riverside', '192.0.2.1')).toBeNull();
  reachable = true;
  expect(await seal('riverside', '192.0.2.1')).toBe('sealed-for-riverside');
  expect(await seal('riverside', '192.0.2.1')).toBe('sealed-for-riverside');
  expect(await seal('lakeside', '192.0.2.1')).toBe('sealed-for-lakeside');
  expect(calls).toHaveLength(3);
});
