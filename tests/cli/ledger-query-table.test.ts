import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyDemo, storeEnded } from '../support/copy-demo.ts';
import { runCommand } from '../support/gateway-process.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await copyDemo();
  // What the demo recorded lies in files; from now on records go to the table alone.
  await rm(join(dataDir, 'ledger'), { recursive: true, force: true });
});
afterAll(async () => {
  await storeEnded(dataDir);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const phield = (...args: readonly string[]) =>
  runCommand(['ledger', ...args], { PHIELD_DATA_DIR: dataDir, PHIELD_LEDGER_REQUIRE: 'dynamodb' });

test('where records go to the table, readings are recorded there and found there', async () => {
  const query = async () => {
    const { code, stdout, stderr } = await phield('query', '--kind', 'privileged', '--json');
    const events = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    return { code, stderr, operations: events.map(({ operation }) => operation) };
  };
  expect(await query()).toEqual({ code: 0, stderr: '', operations: [] });
  expect(await query()).toEqual({ code: 0, stderr: '', operations: ['ledger_query'] });
  const copied = await phield('export', '--tenant', 'riverside', '--format', 'ndjson', '--quiet');
  expect(copied.code).toBe(0);
  expect((await query()).operations).toEqual(['ledger_query', 'ledger_query', 'ledger_exported']);
}, 120_000);
