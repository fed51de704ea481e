import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestLedger } from '../ledger/open-test-ledger.ts';
import { made, NOON, several } from '../signals/made-records.ts';

let dataDir: string;
let tenants: string;

function phield(...args: readonly string[]) {
  return new Promise<{ code: number; out: string; errors: string }>((done) => {
    const env = { ...process.env, PHIELD_DATA_DIR: dataDir, PHIELD_TENANTS_DIR: tenants };
    execFile(process.execPath, ['src/cli/main.ts', ...args], { env }, (error, out, errors) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, errors });
    });
  });
}
const scan = (...args: readonly string[]) => phield('signals', 'scan', '--tenant', 'riverside', ...args);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-signals-'));
  tenants = join(dataDir, 'tenants');
  await cp('tenants', tenants, { recursive: true });
  const file = join(tenants, 'riverside.yaml');
  await writeFile(file, `${await readFile(file, 'utf8')}\nsignals: { vips: [star] }\n`);
  const ledger = await openTestLedger(join(dataDir, 'ledger'));
  const looks = several(200, (at) => ({
    time: NOON + at * 10_000,
    tenant: 'riverside',
    patients: [`p${at}`],
  }));
  const star = { time: NOON, tenant: 'riverside', actor: 'clerk', patients: ['star'] };
  const elsewhere = { ...star, tenant: 'lakeside', actor: 'somebody' };
  for (const record of made([...looks, star, elsewhere])) await ledger.append(record);
  await ledger.close();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Each starts processes of the whole command line. */
describe('phield signals scan', { timeout: 180_000 }, () => {
  it('tells what was found of the tenant, and fails', async () => {
    const { code, out, errors } = await scan('--json');
    expect({ code, errors }).toEqual({ code: 1, errors: '' });
    const findings = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(findings.map(({ detector, actor, tenant }) => [detector, actor, tenant]).toSorted()).toEqual([
      ['many-patients', 'nurse', 'riverside'],
      ['vip-access', 'clerk', 'riverside'],
    ]);
  });

  it('is on record itself', async () => {
    await scan();
    const { out } = await phield(
      'ledger',
      'query',
      '--tenant',
      'riverside',
      '--kind',
      'privileged',
      '--json',
    );
    const operations = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).operation);
    expect(operations).toContain('signals_scanned');
  });

  it('is fine where nothing was found', async () => {
    const { code, out } = await scan('--since', '1h');
    expect({ code, out }).toEqual({ code: 0, out: '0 findings\n' });
  });

  it('prints a line for each finding', async () => {
    const { code, out } = await scan();
    expect(code).toBe(1);
    expect(out).toMatch(/many-patients {2}actor=nurse .*due=2026-01-08T12:.* \(GDPR Art\. 33\(1\)/);
    expect(out).toMatch(/\n2 findings\n$/);
  });

  it.each([[['--since', 'yesterday']], [['--tenant', '../x']], [['--colour']]])(
    'refuses %s as wrong usage',
    async (args) => {
      const { code, out } = await scan(...args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
    },
  );
});
