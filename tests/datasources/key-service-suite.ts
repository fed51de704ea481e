import { expect, it } from 'vitest';
import type { KeyService } from '../../datasources/keys/key-service.ts';
import { DataIntegrityError } from '../../src/errors.ts';

/** What every key service does. */
export function describeKeyService(open: () => KeyService): void {
  it('gives a fresh 256-bit key each time, wrapped beside it', async () => {
    const one = await open().generateDataKey({ tenant: 'riverside' });
    const two = await open().generateDataKey({ tenant: 'riverside' });
    expect(one.plaintext).toHaveLength(32);
    expect(Buffer.compare(one.plaintext, two.plaintext)).not.toBe(0);
    expect(Buffer.from(one.wrapped).includes(Buffer.from(one.plaintext))).toBe(false);
  });

  it('opens what it wrapped, for the same tenant', async () => {
    const { plaintext, wrapped } = await open().generateDataKey({ tenant: 'riverside' });
    const opened = await open().decrypt(wrapped, { tenant: 'riverside' });
    expect(Buffer.compare(opened, plaintext)).toBe(0);
  });

  it('opens a tenant’s key for no other tenant', async () => {
    const { wrapped } = await open().generateDataKey({ tenant: 'riverside' });
    await expect(open().decrypt(wrapped, { tenant: 'lakeside' })).rejects.toBeInstanceOf(DataIntegrityError);
  });

  it('opens nothing that was altered', async () => {
    const { wrapped } = await open().generateDataKey({ tenant: 'riverside' });
    const altered = Uint8Array.from(wrapped);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    for (const bytes of [altered, wrapped.subarray(0, -1), Uint8Array.of(1, 2, 3)]) {
      await expect(open().decrypt(bytes, { tenant: 'riverside' })).rejects.toBeInstanceOf(DataIntegrityError);
    }
  });
}
