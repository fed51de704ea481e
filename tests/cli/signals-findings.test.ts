import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCommandLedger } from '../../src/cli/open-command-ledger.ts';
import { loadConfig } from '../../src/config.ts';
import { DAY, made, NOON } from '../signals/made-records.ts';
import { storeEnded } from '../support/copy-demo.ts';

const OWN = `os-user:${userInfo().username}`;
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
const signals = (name: string, ...args: readonly string[]) =>
  phield('signals', name, '--tenant', 'riverside', ...args);
const lines = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const record = async (at: number, ...actors: readonly string[]) => {
  const ledger = await openCommandLedger(loadConfig({ PHIELD_DATA_DIR: dataDir }));
  const looks = actors.map((actor, minute) => ({ time: at + minute * 60_000, tenant: 'riverside', actor }));
  for (const one of made(looks.map((look) => ({ ...look, patients: [`star-${look.actor.length}`] })))) {
    await ledger.append({ ...one, id: `${at}-${one.id}` });
  }
  await ledger.close();
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'phield-signals-'));
  tenants = join(dataDir, 'tenants');
  await cp('tenants', tenants, { recursive: true });
  const file = join(tenants, 'riverside.yaml');
  const vips = ['clerk', OWN].map(({ length }) => `star-${length}`).join(', ');
  await writeFile(file, `${await readFile(file, 'utf8')}\nsignals: { vips: [${vips}] }\n`);
  await record(NOON, 'clerk', OWN);
});
afterAll(async () => {
  await storeEnded(dataDir);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** Each starts processes of the whole command line. */
describe('phield signals', { timeout: 180_000 }, () => {
  it('keeps what a scan finds once, and tells what became of it; nobody judges what they did', async () => {
    expect((await signals('scan', '--keep')).out).toMatch(/\n2 findings, 2 new\n$/);
    expect((await signals('scan', '--keep')).out).toMatch(/\n2 findings, 0 new\n$/);
    const listed = await signals('list', '--json');
    expect(listed.code).toBe(0);
    const [mine, clerks] = lines(listed.out);
    expect([mine.finding.actor, clerks.finding.actor]).toEqual([OWN, 'clerk']);
    const { id } = clerks.finding;

    const assigned = await signals('assign', id, '--to', 'helper', '--json');
    expect(lines(assigned.out)).toMatchObject([
      { state: 'ASSIGNED', assignee: 'helper', by: OWN, version: 2 },
    ]);
    const stale = await signals('close', id, '--verdict', 'BREACH', '--expected', '1');
    expect(stale).toMatchObject({ code: 1, out: '' });
    expect(stale.errors).toContain('somebody has changed it since');
    const closed = await signals('close', id, '--verdict', 'EXPECTED', '--expected', '2');
    expect(closed).toMatchObject({ code: 0, errors: '' });
    expect(closed.out).toMatch(
      /state=CLOSED {2}assignee=os-user:\S+ {2}verdict=EXPECTED {2}by=os-user:\S+ {2}version=3/,
    );
    expect(lines((await signals('list', '--state', 'CLOSED', '--json')).out)).toHaveLength(1);
    expect((await signals('reopen', id)).out).toContain('state=OPEN');
    expect(lines((await signals('show', id, '--json')).out)).toMatchObject([{ verdict: null, version: 4 }]);

    for (const args of [['close', '--verdict', 'FALSE'], ['reopen'], ['assign', '--to', 'helper']]) {
      const [name = '', ...rest] = args;
      const own = await signals(name, mine.finding.id, ...rest);
      expect(own).toMatchObject({ code: 1, out: '', errors: expect.stringContaining('nobody judges') });
    }
    expect((await signals('assign', id, '--to', 'clerk')).code).toBe(1);
    expect((await signals('show', 'f'.repeat(32))).code).toBe(1);

    const acts = await phield('ledger', 'query', '--tenant', 'riverside', '--kind', 'privileged', '--json');
    const done = lines(acts.out).filter(({ resource }) => resource?.type === 'SignalFinding');
    expect(done.map(({ operation, resource }) => [operation, resource.id])).toEqual([
      ['signals_assign', id],
      ['signals_close', id],
      ['signals_reopen', id],
      ['signals_shown', id],
      ['signals_shown', 'f'.repeat(32)],
    ]);
  });

  it('goes on where it ended, and tells what is new since', async () => {
    const state = join(dataDir, 'state');
    const early = await signals('scan', '--state', state);
    expect(early).toMatchObject({ code: 2, out: '', errors: expect.stringContaining('expected a log') });
    await phield('ledger', 'sequence', '--once');
    expect((await signals('scan', '--state', state)).out).toMatch(/\n2 findings\n$/);
    expect((await signals('scan', '--state', state)).out).toBe('0 findings\n');
    await record(NOON + 5 * DAY, 'clerk');
    await phield('ledger', 'sequence', '--once');
    expect((await signals('scan', '--state', state, '--keep')).out).toMatch(/\n1 findings, 1 new\n$/);
  });

  it.each([
    [['scan', '--state', 'x', '--since', '7d']],
    [['list', '--state', 'LOST']],
    [['close', 'f'.repeat(32), '--verdict', 'MAYBE']],
    [['show', '../x']],
    [['assign', 'f'.repeat(32)]],
  ])('refuses %s as wrong usage', async ([name = '', ...args]) => {
    const { code, out } = await signals(name, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});
