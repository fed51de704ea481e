import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { assembleSequencer } from '../../src/assemble-sequencer.ts';
import { openCommandLedger } from '../../src/cli/open-command-ledger.ts';
import { loadConfig } from '../../src/config.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { copyDemo, storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';

test('what leaves the ledger is there though its segments were pruned', async () => {
  const dataDir = await copyDemo();
  onTestFinished(async () => {
    await storeEnded(dataDir);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  const config = loadConfig({ PHIELD_DATA_DIR: dataDir });
  const ledger = await openCommandLedger(config);
  const subjects = [
    { subject: 'demo-ada', groups: [{ shape: 0, resources: ['demo-ada'], consent: null, breakGlass: null }] },
  ];
  const time = new Date().toISOString();
  await ledger.append(sampleRecord({ time, request: 'req-pruned', purpose: 'HRESCH', subjects }));
  await ledger.close();
  const { sequencer, close } = await assembleSequencer(
    { config, trust: null },
    { report: () => undefined, recordLost: async () => undefined },
  );
  await sequencer.step();
  await close();
  const folder = join(dataDir, 'ledger');
  const segments = (await readdir(folder)).filter((name) => name.startsWith('seg-'));
  expect(segments.length).toBeGreaterThan(0);
  await Promise.all(segments.map((name) => rm(join(folder, name))));

  const phield = (...args: readonly string[]) =>
    runCommand(['ledger', ...args, '--tenant', 'riverside'], { PHIELD_DATA_DIR: dataDir });
  const exported = await phield('export', '--format', 'ndjson', '--request', 'req-pruned', '--quiet');
  const lines = exported.stdout.split('\n').filter(Boolean);
  expect(lines.map((line) => JSON.parse(line).coordinate)).toEqual(['Patient.name', 'Patient.ssn']);
  const account = await phield('accounting', '--format', 'json', '--patient', 'demo-ada');
  expect(JSON.parse(account.stdout)).toMatchObject({ total: 1, complete: true, gaps: [] });
}, 120_000);
