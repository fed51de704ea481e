import type { Hold } from '../../../src/ledger/keep/hold.ts';

/** A hold of one patient of the sample record. */
export function sampleHold(change: Partial<Hold> = {}): Hold {
  return {
    id: '01JD0000000000000000000001',
    tenant: 'riverside',
    names: ['p1'],
    reason: 'CASE-1',
    by: 'os-user:op',
    time: '2026-11-21T10:00:00.000Z',
    ...change,
  };
}
