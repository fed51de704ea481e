import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readPackLedger } from '../../src/cli/read-pack-ledger.ts';
import { loadConfig } from '../../src/config.ts';
import { accountFor } from '../../src/ledger/export/accounting/account-for.ts';
import { accountingJson } from '../../src/ledger/export/accounting/accounting-json.ts';
import { folderLog } from '../../src/ledger/index/folder-log.ts';
import { createLogSource } from '../../src/ledger/index/log-source.ts';
import { openFolderStore } from '../../src/ledger/log/folder-store.ts';
import { createMemoryFile } from '../../src/ledger/log/known-file.ts';
import { namingRecord } from '../../src/ledger/naming-record.ts';
import { createFileSource } from '../../src/ledger/segments/file-source.ts';
import type { Finding } from '../../src/ledger/segments/ledger-item.ts';
import { UsageTally } from '../../src/ledger/uses/usage-tally.ts';
import { openIndex } from '../../src/ledger-places/open-index.ts';
import { smallLedger } from '../ledger/log/small-ledger.ts';
import { openTestLedger } from '../ledger/open-test-ledger.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { tempDirectory } from '../ledger/temp-directory.ts';

const UNREAD = { kind: 'finding', code: 'LOG_UNREAD', file: 'log', offset: 0, after: null };

/** A data directory whose one disclosure is in the log alone: its segments were pruned. */
async function prunedLedger() {
  const dataDir = await tempDirectory();
  const directory = join(dataDir, 'ledger');
  const small = smallLedger();
  const state = join(dataDir, 'ledger-state');
  const store = await openFolderStore({ directory: join(directory, 'log'), state: join(state, 'log') });
  const sequencer = small.sequencer(store, {
    sources: [createFileSource(directory)],
    memory: createMemoryFile(join(state, 'sequencer.json')),
  });
  const ledger = await openTestLedger(directory, { installation: small.installation });
  await ledger.append(sampleRecord({ id: 'old', purpose: 'HRESCH', actor: 'researcher' }));
  await ledger.close();
  await sequencer.step();
  await sequencer.remember();
  for (const name of await readdir(directory)) {
    if (name.startsWith('seg-')) await rm(join(directory, name));
  }
  const lost = (...path: readonly string[]) => rm(join(dataDir, ...path), { recursive: true, force: true });
  return { dataDir, directory, installation: small.installation, lost };
}

/** What each reader of the index makes of it. */
async function answers(dataDir: string) {
  const told: boolean[] = [];
  const log = createLogSource(folderLog(join(dataDir, 'ledger', 'log')));
  const config = loadConfig({ PHIELD_DATA_DIR: dataDir });
  const index = await openIndex(config, (_what, isPartial) => void told.push(isPartial), log);
  try {
    const accounting = await accountFor((filter) => index.read(filter), {
      ...{ mode: 'accounting', tenant: 'riverside', patient: 'p1', names: ['p1'], from: null, until: null },
      ...{ now: Date.parse('2026-11-23T00:00:00Z'), ancestors: {}, outsider: () => null },
      onCount: () => undefined,
      known: { standing: 'stored', bearsNames: false, prunedUntil: index.prunedUntil() },
    });
    const { complete } = accountingJson(accounting);
    const period = { tenant: 'riverside', from: 0, to: Date.parse('2027-01-01'), mix: false };
    const pack = await readPackLedger(index, period, () => undefined);
    const counted: Finding[] = [];
    const tally = new UsageTally({ mix: false });
    for await (const finding of index.tally({ tenant: 'riverside', from: 0 }, tally)) counted.push(finding);
    const { total, findings } = accounting;
    return { told, complete, total, findings, damage: pack.damage.length, counted };
  } finally {
    await index.close();
  }
}

const PARTIAL = { complete: false, findings: [UNREAD], damage: 1, counted: [UNREAD] };
const WHOLE = { told: [], complete: true, findings: [], damage: 0, counted: [] };

test('an answer that the log had no part in is not called complete', async () => {
  const { dataDir, lost } = await prunedLedger();
  await mkdir(join(dataDir, 'index', 'ledger.sqlite'), { recursive: true });
  expect(await answers(dataDir)).toEqual({ ...PARTIAL, told: [true], total: 0 });
  await lost('index');
  expect(await answers(dataDir)).toEqual({ ...WHOLE, total: 1 });
});

const TILES = ['ledger', 'log', 'tile'];
const STATE = ['ledger-state', 'log'];
const MEMORY = ['ledger-state', 'sequencer.json'];
test.each([
  ['tiles', [STATE, MEMORY, ['index']]],
  ['numbered checkpoints', [TILES, MEMORY, ['index']]],
  ['what the sequencer remembers', [TILES, STATE, ['index']]],
  ['an index', [TILES, STATE, MEMORY]],
])('that there was a log is seen where %s are left of it', async (_of, gone) => {
  const { dataDir, lost } = await prunedLedger();
  await answers(dataDir);
  await lost('ledger', 'log', 'checkpoint');
  for (const path of gone) await lost(...path);
  expect(await answers(dataDir)).toEqual({ ...PARTIAL, told: [true], total: 0 });
});

test('a log whose first checkpoint is on its way is waited for', async () => {
  const { dataDir, directory, lost } = await prunedLedger();
  for (const path of [STATE, MEMORY]) await lost(...path);
  const checkpoint = join(directory, 'log', 'checkpoint');
  await rename(checkpoint, join(dataDir, 'later'));
  const answered = answers(dataDir);
  await delay(200);
  await rename(join(dataDir, 'later'), checkpoint);
  expect(await answered).toEqual({ ...WHOLE, total: 1 });
});

test('and where segments say that others were pruned', async () => {
  const { dataDir, directory, installation, lost } = await prunedLedger();
  for (const path of [['ledger', 'log'], ['ledger-state']]) await lost(...path);
  const ledger = await openTestLedger(directory, { installation });
  expect(await answers(dataDir)).toEqual({ ...WHOLE, total: 0 });
  const ids = [`01ARZ3NDEKTSV4RRFFQ69G5FAV:1-2:${'a'.repeat(43)}`];
  const act = {
    operation: 'retention_pruned',
    tenant: null,
    subject: null,
    actor: 'operator',
    client: 'cli',
  };
  const named = { type: 'LedgerWriter', coordinate: 'LedgerWriter.segments', ids };
  await ledger.append(namingRecord({ ...act, id: 'pruned', time: '2026-11-22T00:00:00.000Z' }, [named]));
  expect(await answers(dataDir)).toEqual({ ...PARTIAL, told: [], total: 0 });
  await ledger.close();
});
