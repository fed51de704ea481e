import { expect, test } from 'vitest';
import { DataIntegrityError } from '../../../src/errors.ts';
import { createLogSource } from '../../../src/ledger/index/log-source.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { writeNote } from '../../../src/ledger/log/note.ts';
import { signedLog } from '../../../src/ledger/log/signed-log.ts';
import { MemoryLog } from '../keep/log-of.ts';
import { createInstallation, memoryKey, TEST_ORIGIN } from '../support/seal-batches.ts';

test('who reads the log believes a checkpoint of its own key alone', async () => {
  const key = memoryKey(TEST_ORIGIN);
  const chain = await createInstallation().writer();
  const log = new MemoryLog().append(chain.seal('open', [chain.certificate]));
  let asked = 0;
  const signed = signedLog(log, async () => {
    asked += 1;
    return { origin: TEST_ORIGIN, keys: [{ ...key, type: 'note' }] };
  });
  const source = createLogSource(signed);
  // Without a log no key is asked for.
  expect([await source.size(), asked]).toEqual([0, 0]);
  const publish = async (origin: string, by: typeof key) =>
    log.objects.set('checkpoint', writeNote(await signCheckpoint({ origin, ...log.head }, by)));
  for (const [origin, by] of [
    [TEST_ORIGIN, memoryKey(TEST_ORIGIN)],
    ['another.test', key],
  ] as const) {
    await publish(origin, by);
    await expect(source.size()).rejects.toThrow(DataIntegrityError);
    await expect(source.checkpoint()).rejects.toThrow(DataIntegrityError);
  }
  await publish(TEST_ORIGIN, key);
  expect([await source.size(), asked]).toEqual([2, 1]);
  expect(await signed.get('tile/entries/000.p/2')).not.toBeNull();
});
