import { expect, it } from 'vitest';
import { encodeRecord } from '../../../src/ledger/encode-record.ts';
import { planPruning } from '../../../src/ledger/keep/prune-bundles.ts';
import { PRUNED } from '../../../src/ledger/keep/pruned-things.ts';
import { loadRetention } from '../../../src/ledger/keep/retention.ts';
import { surveyLog } from '../../../src/ledger/keep/survey-log.ts';
import { walkLog } from '../../../src/ledger/keep/walk-log.ts';
import { openCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { namingRecord } from '../../../src/ledger/naming-record.ts';
import { NOW, START } from '../keep/seven-years.ts';
import { sampleRecord } from '../sample-record.ts';
import { createInstallation, sealLife } from '../support/seal-batches.ts';
import { memoryLogStore } from './memory-log-store.ts';
import { smallLedger } from './small-ledger.ts';

it('a log of which years are gone goes on without a memory, and takes nothing of them a second time', async () => {
  const time = { now: START };
  const ledger = smallLedger();
  const { key } = ledger.installation;
  const installation = createInstallation(ledger.installation.origin, () => time.now);
  const trusted = { installationKeys: [key.publicKey, installation.key.publicKey] };
  const old = await installation.writer();
  const record = encodeRecord(sampleRecord({ time: new Date(START).toISOString() }));
  const many = (count: number) => Array.from({ length: count }, () => record);
  // All of an old writer lies in bundles that can go; its batches are still in the source.
  ledger.source.put(...sealLife(old, many(300), [], many(206)));
  const store = memoryLogStore();
  await ledger.sequencer(store, trusted).step();
  time.now = NOW;
  const young = await installation.writer();
  ledger.source.put(young.seal('open', [young.certificate]), young.seal('records', many(300)));
  await ledger.sequencer(store, trusted).step();

  const head = () => {
    const checkpoint = openCheckpoint(
      store.objects.get('checkpoint') ?? Buffer.alloc(0),
      installation.origin,
      [ledger.logVkey],
    );
    if (checkpoint === null) throw new Error('no checkpoint');
    return checkpoint;
  };
  const plan = async () =>
    planPruning(
      store,
      await surveyLog(walkLog(store, head()), { retention: loadRetention({}), holds: [], now: time.now }),
      [],
      time.now,
    );
  const { named, toRecord } = await plan();
  expect(toRecord).toEqual([0, 1]);
  const about = {
    id: 'r',
    time: new Date(time.now).toISOString(),
    actor: 'a',
    client: 'c',
    tenant: null,
    subject: null,
  };
  ledger.source.put(
    young.seal('records', [encodeRecord(namingRecord({ ...about, operation: PRUNED }, named))]),
  );
  await ledger.sequencer(store, trusted).step();
  for (const index of (await plan()).ready) store.objects.delete(`tile/entries/00${index}`);
  expect(store.objects.has('tile/entries/000')).toBe(false);

  const before = head().size;
  expect(await ledger.sequencer(store, trusted).step()).toEqual({ kind: 'idle', size: before });
  ledger.source.put(young.seal('records', many(2)));
  expect(await ledger.sequencer(store, trusted).step()).toMatchObject({
    kind: 'grown',
    size: before + 3,
    batches: 1,
  });
  expect(ledger.findings).toEqual([]);
  const gone: boolean[] = [];
  for await (const { entries } of walkLog(store, head())) gone.push(entries === null);
  expect(gone.slice(0, 2)).toEqual([true, true]);
  // What no record of pruning names is damage as ever.
  store.objects.delete('tile/entries/002');
  store.objects.delete('tile/0/002');
  expect(await ledger.sequencer(store, trusted).step()).toMatchObject({ kind: 'held', code: 'LOG_DAMAGED' });
});
