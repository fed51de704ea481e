import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenants-cli-'));
  await writeFile(
    join(folder, 'bad.yaml'),
    'tenant: north\ntighten:\n  - { coordinates: [Patient.ssn], mask: NONE }\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

function phield(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((done) => {
    execFile(process.execPath, ['src/cli/main.ts', ...args], (error, out) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out });
    });
  });
}

describe('phield tenants check', () => {
  it('passes the overlays of this repository', async () => {
    const { code, out } = await phield('tenants', 'check', '--json', '--tenants', 'tenants');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      tenants: [{ tenant: 'lakeside' }, { tenant: 'riverside' }],
      findings: [],
    });
  });

  it('prints file, line and reason of what would widen, and exits with 1', async () => {
    const text = await phield('tenants', 'check', '--tenants', folder);
    expect(text.code).toBe(1);
    expect(text.out).toMatch(/\/bad\.yaml:3: tighten\.0\.mask: NONE would widen Patient\.ssn/);
    const json = await phield('tenants', 'check', '--json', '--tenants', folder);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, findings: [{ place: { line: 3 } }] });
  });

  it('exits with 2 when it is used wrongly', async () => {
    expect((await phield('tenants', 'check', '--nonsense')).code).toBe(2);
  });
});
