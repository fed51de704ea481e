import { describe, expect, it } from 'vitest';
import { createChainCheck } from '../../../src/ledger/chain/check-chain.ts';
import { encodeBatch } from '../../../src/ledger/chain/encode-batch.ts';
import { decodeBatch } from '../../../src/ledger/chain/read-batch.ts';
import { readCertificate } from '../../../src/ledger/chain/writer-certificate.ts';
import { createInstallation, sealLife } from '../support/seal-batches.ts';

const text = (value: string) => Buffer.from(value);

async function life() {
  const { key, origin, writer } = createInstallation();
  const chain = await writer();
  const batches = sealLife(chain, [text('{"a":1}'), text('{"b":2}')], [], [text('{"c":3}')]);
  return {
    batches,
    check: () => createChainCheck(chain.writer, origin, [key.publicKey]),
    chain,
    key,
    writer,
  };
}

describe('a chain of sealed batches', () => {
  it('follows from its open batch to its close', async () => {
    const { batches, check } = await life();
    const checked = check();
    expect(batches.map((batch) => checked.accept(batch))).toEqual([null, null, null, null, null]);
    expect(batches.map(({ head }) => [head.seq, head.kind, head.records, head.total])).toEqual([
      [1, 'open', 1, 1],
      [2, 'records', 2, 3],
      [3, 'heartbeat', 0, 3],
      [4, 'records', 1, 4],
      [5, 'close', 0, 4],
    ]);
  });

  it('is read back from its frames, byte for byte', async () => {
    const { batches, check } = await life();
    const checked = check();
    for (const batch of batches) {
      const read = decodeBatch(encodeBatch(batch));
      expect(read).not.toBeNull();
      if (read !== null) expect(checked.accept(read)).toBeNull();
      expect(read?.sealed.toString()).toBe(batch.sealed.toString());
    }
  });

  it('names its writer by a certificate of the installation', async () => {
    const { batches, chain } = await life();
    const certificate = readCertificate(batches[0]?.records[0] ?? new Uint8Array());
    expect(certificate?.writer).toBe(chain.writer);
    expect(Buffer.from(certificate?.publicKey ?? '', 'base64')).toEqual(chain.publicKey);
  });
});
