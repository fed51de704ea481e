import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isLedgerName } from '../../src/ledger/ledger-names.ts';
import { openTestLedger } from '../ledger/open-test-ledger.ts';
import { sampleRecord } from '../ledger/sample-record.ts';
import { copyDemo, storeEnded } from '../support/copy-demo.ts';

test('a tenant that wants pseudonyms is asked by ids, and the reading itself bears none', async () => {
  const dataDir = await copyDemo();
  onTestFinished(async () => {
    await storeEnded(dataDir);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });
  const tenants = join(dataDir, 'tenants');
  await mkdir(tenants);
  await writeFile(join(tenants, 'riverside.yaml'), 'tenant: riverside\nledger:\n  pseudonyms: everyone\n');
  const ledger = await openTestLedger(join(dataDir, 'ledger'));
  const group = { shape: 0, resources: ['demo-ada'], consent: null, breakGlass: null };
  await ledger.append(sampleRecord({ id: 'plain', subjects: [{ subject: 'demo-ada', groups: [group] }] }));
  await ledger.close();
  const query = async (...args: readonly string[]) => {
    const env = { ...process.env, PHIELD_DATA_DIR: dataDir, PHIELD_TENANTS_DIR: tenants };
    const all = ['src/cli/main.ts', 'ledger', 'query', '--json', '--tenant', 'riverside', ...args];
    return new Promise<Record<string, unknown>[]>((done, failed) => {
      execFile(process.execPath, all, { env }, (error, out, errors) => {
        if (error !== null && errors !== '') failed(new Error(errors));
        else
          done(
            out
              .split('\n')
              .filter(Boolean)
              .map((line) => JSON.parse(line)),
          );
      });
    });
  };
  expect((await query('--patient', 'demo-ada')).map(({ id }) => id)).toEqual(['plain.0', 'plain.1']);
  const readings = await query('--patient', 'demo-ada', '--kind', 'privileged');
  expect(readings).toMatchObject([{ operation: 'ledger_query' }]);
  expect(
    readings.map(({ subject, actor }) => [subject, actor].map((name) => isLedgerName(String(name)))),
  ).toEqual([[true, true]]);
}, 120_000);
