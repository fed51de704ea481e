import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestLedger } from '../ledger/open-test-ledger.ts';
import { DAY, made, several } from '../signals/made-records.ts';

let dataDir: string;
const NOW = Date.now();

function phield(...args: readonly string[]) {
  return new Promise<{ code: number; out: string; errors: string }>((done) => {
    const env = { ...process.env, PHIELD_DATA_DIR: dataDir, PHIELD_TENANTS_DIR: 'tenants' };
    const options = { env, maxBuffer: 2 ** 24 };
    execFile(process.execPath, ['src/cli/main.ts', ...args], options, (error, out, errors) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, errors });
    });
  });
}
const usage = (...args: readonly string[]) => phield('access', 'usage', '--tenant', 'riverside', ...args);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-usage-'));
  const ledger = await openTestLedger(join(dataDir, 'ledger'));
  const looks = several(5, (at) => ({ time: NOW - at * DAY, tenant: 'riverside', actor: `n${at % 2}` }));
  const old = { time: NOW - 200 * DAY, tenant: 'riverside', role: 'CODER', opens: 'g-old' };
  const other = { time: NOW - DAY, tenant: 'lakeside', role: 'BILLING' };
  for (const record of made([...looks, old, other])) await ledger.append(record);
  await ledger.close();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Each starts processes of the whole command line. */
describe('phield access usage', { timeout: 180_000 }, () => {
  it('tells what was used in ninety days, of the tenant alone, and what was not', async () => {
    const { code, out, errors } = await usage('--json');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const { cells, unused, knownSince, overdue, purposeMix } = JSON.parse(out);
    expect({ overdue, purposeMix }).toEqual({ overdue: [], purposeMix: [] });
    expect(cells.map(({ role }: { role: string }) => role)).toEqual(['NURSE', 'NURSE', 'NURSE']);
    expect(cells[0]).toMatchObject({ given: 5, people: 2, last: new Date(NOW).toISOString() });
    expect(knownSince).toBe(new Date(NOW - 4 * DAY).toISOString());
    expect(unused.length).toBeGreaterThan(20);
  });

  it('is on record itself', async () => {
    const { code, out } = await usage();
    expect(code).toBe(0);
    expect(out).toMatch(/nothing of it was used/);
    const asked = await phield('ledger', 'query', '--tenant', 'riverside', '--kind', 'privileged', '--json');
    expect(asked.out).toContain('"operation":"access_usage"');
  });

  it('looks back as far as it is told, and takes no other option', async () => {
    const { out } = await usage('--json', '--since', '300d');
    const { cells, overdue } = JSON.parse(out);
    expect(cells.some(({ role }: { role: string }) => role === 'CODER')).toBe(true);
    expect(overdue).toEqual([
      {
        kind: 'BREAK_GLASS',
        id: 'g-old',
        since: new Date(NOW - 200 * DAY).toISOString(),
        due: new Date(NOW - 197 * DAY).toISOString(),
        actor: 'nurse',
      },
    ]);
    expect((await usage('--since', 'yesterday')).code).toBe(2);
    expect((await phield('access', 'usage')).code).toBe(2);
  });
});
