import { describe, expect, it } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { openFileLeaseCell } from '../../../src/ledger/log/file-lease-cell.ts';
import { createLease, type LeaseCell } from '../../../src/ledger/log/lease.ts';
import { tempDirectory } from '../temp-directory.ts';

describe('a lease', () => {
  function cell(): LeaseCell & { text: string | null } {
    return {
      text: null,
      async read() {
        return this.text;
      },
      async replace(next, expected) {
        if (this.text !== expected) return false;
        this.text = next;
        return true;
      },
    };
  }

  it('is one’s while it is kept, the next one’s when it is let go, and anybody’s after silence', async () => {
    const shared = cell();
    let now = 0;
    const [a, b] = ['a', 'b'].map((holder) =>
      createLease({ cell: shared, holder, now: () => now, ttl: 9_000 }),
    );
    if (a === undefined || b === undefined) throw new Error('no lease');
    expect([await a.hold(), await b.hold()]).toEqual([true, false]);
    for (let second = 0; second < 60; second += 1) {
      now += 1_000;
      expect([await a.hold(), await b.hold()]).toEqual([true, false]);
    }
    await a.release();
    expect([await b.hold(), await a.hold(), b.held, a.held]).toEqual([true, false, true, false]);
    // Its holder dies.
    now += 8_000;
    expect(await a.hold()).toBe(false);
    now += 9_001;
    expect(await a.hold()).toBe(true);
    expect(await b.hold()).toBe(false);
  });

  it('lets everybody work when it is out of reach', async () => {
    const broken: LeaseCell = {
      read: async () => {
        throw new UpstreamUnavailableError('away');
      },
      replace: async () => false,
    };
    expect(await createLease({ cell: broken, holder: 'a', now: () => 0 }).hold()).toBe(true);
  });

  it('lies in files', async () => {
    const directory = await tempDirectory();
    const [a, b] = await Promise.all(
      ['a', 'b'].map(async (holder) =>
        createLease({ cell: await openFileLeaseCell(directory), holder, now: () => 0 }),
      ),
    );
    expect(await a?.hold()).toBe(true);
    expect(await b?.hold()).toBe(false);
    await a?.release();
    expect(await b?.hold()).toBe(true);
  });
});
