import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffLines } from '../../src/review/diff-lines.ts';
import { diffReport } from '../../src/review/diff-report.ts';
import { type DiffSide, type DiffTexts, readDiffSide } from '../../src/review/diff-side.ts';
import { readDiffSource } from '../../src/review/diff-source.ts';
import { markdownDiff } from '../../src/review/markdown-diff.ts';

const run = promisify(execFile);
const TIMEOUT = 60_000;
const STATES = {
  served: ['tenants', 'acme.yaml', 'tenant: acme\n'],
  emptied: ['tenants', 'README.md', 'none\n'],
  gone: ['elsewhere', 'README.md', 'none\n'],
} as const;
type State = keyof typeof STATES;
const NAMES: readonly State[] = ['served', 'emptied', 'gone'];

let root: string;
const refs = new Map<State, DiffTexts>();
const folders = new Map<State, DiffTexts>();
const sides = new Map<State, DiffSide>();
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'diff-source-'));
  const repository = join(root, 'repository');
  const options = { repository, schema: 'schema', tenants: 'tenants' };
  await cp('schema', join(repository, 'schema'), { recursive: true });
  const git = (...args: readonly string[]) =>
    run('git', ['-C', repository, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  for (const name of NAMES) {
    const [folder, file, text] = STATES[name];
    await rm(join(repository, 'tenants'), { recursive: true, force: true });
    await mkdir(join(repository, folder), { recursive: true });
    await writeFile(join(repository, folder, file), text);
    await git('add', '--all');
    await git('commit', '--quiet', '--message', name);
    await git('tag', name);
    folders.set(name, await readDiffSource(repository, options));
  }
  for (const name of NAMES) {
    const texts = await readDiffSource(name, options);
    refs.set(name, texts);
    sides.set(name, readDiffSide(texts, false));
  }
}, TIMEOUT);
afterAll(() => rm(root, { recursive: true }));

function compared(old: State, now: State) {
  const [before, after] = [sides.get(old), sides.get(now)];
  if (before === undefined || after === undefined) throw new Error('not read');
  return diffReport({ old: before, now: after, documents: [], waivers: [], author: null, at: 0 });
}

describe('tenants of a side', () => {
  it.each(NAMES)('are read alike from a ref and from a folder: %s', (name) => {
    expect(refs.get(name)?.tenants).toEqual(folders.get(name)?.tenants);
  });

  it('are none where the folder names none, and not told where there is no folder', () => {
    expect(refs.get('served')?.tenants).toHaveLength(1);
    expect(refs.get('emptied')?.tenants).toEqual([]);
    expect(refs.get('gone')?.tenants).toBeNull();
  });
});

describe('tenants in two steps', () => {
  it('go as what they are, or not at all', () => {
    expect(compared('served', 'emptied')).toMatchObject({ ok: true, tenants: true, counts: { REMOVED: 1 } });
    const left = compared('served', 'gone');
    expect(left).toMatchObject({ ok: false, tenants: false, tenantsLeftOut: true });
    for (const text of [diffLines(left), markdownDiff(left)]) {
      expect(text).toContain('TENANTS LEFT OUT  served has tenants, and gone says nothing of any.');
    }
    expect(diffLines(left)).toContain('Fails: tenants left out.');
  });

  it.each(['emptied', 'gone'] as const)('come back as new ones: %s', (old) => {
    const report = compared(old, 'served');
    expect(report).toMatchObject({ ok: false, open: 1, changes: [{ coordinates: ['tenant acme'] }] });
    expect(report.changes[0]?.kind).toBe('NEW');
  });

  it('that there are on neither side fail nothing', () => {
    expect(compared('gone', 'gone')).toMatchObject({ ok: true, tenants: false, tenantsLeftOut: false });
    expect(compared('emptied', 'gone').ok).toBe(true);
  });
});
