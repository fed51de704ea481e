import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phield } from './run-phield.ts';

let root: string;
const git = (...asked: string[]) => {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  return promisify(execFile)('git', ['-C', root, ...who, ...asked]);
};
const inRepository = () => ['--schema', join(root, 'schema'), '--tenants', join(root, 'tenants')];
const change = async (file: string, edit: (text: string) => string) =>
  writeFile(join(root, file), edit(await readFile(join(root, file), 'utf8')));

/** Three states: as shipped; the nurse without results; a schema that is none. Then a working tree of its own. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'as-of-'));
  await cp('schema', join(root, 'schema'), { recursive: true });
  await mkdir(join(root, 'tenants'));
  await writeFile(join(root, 'tenants', 'north.yaml'), 'tenant: north\n');
  await git('init', '--quiet', '--initial-branch', 'main');
  const commit = async (tag: string) => {
    await git('add', '--all');
    await git('commit', '--quiet', '-m', tag);
    await git('tag', tag);
  };
  await commit('shipped');
  await change('tenants/north.yaml', (text) => `${text}remove:\n  - { roles: [NURSE], categories: [LAB] }\n`);
  await commit('narrowed');
  await change('schema/patient.graphql', (text) => `${text}\ntype {`);
  await commit('broken');
  await rm(join(root, 'schema', 'patient.graphql'));
  await symlink('access.graphql', join(root, 'schema', 'patient.graphql'));
  await commit('linked');
  await git('rm', '--quiet', '-r', '--cached', 'schema');
  await git('commit', '--quiet', '-m', 'emptied');
  await git('tag', 'emptied');
});
afterAll(() => rm(root, { recursive: true }));

const CELL = [
  '--coordinate',
  'Observation.code',
  '--category',
  'LAB',
  '--role',
  'NURSE',
  '--purpose',
  'TREAT',
];

async function decisionAsOf(ref: string): Promise<string> {
  const asked = [...inRepository(), '--tenant', 'north', '--json', ...CELL, '--as-of', ref];
  const { code, out, errors } = await phield('access', 'matrix', ...asked);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(out).decision;
}

describe('phield access matrix --as-of', () => {
  it.each([
    ['shipped', 'WHOLE'],
    ['narrowed', 'DENIED'],
    ['narrowed~1', 'WHOLE'],
  ])('reads schema and tenants as %s has them, whatever lies in the working tree', async (ref, decision) => {
    expect(await decisionAsOf(ref)).toBe(decision);
  });

  it('names places as they are named now, and leaves nothing behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('phield-ref-'));
    const asked = [...inRepository(), '--csv', ...CELL, '--as-of', 'shipped'];
    expect((await phield('access', 'matrix', ...asked)).out).toMatch(/"schema\/access\.graphql",\d+\n$/);
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('phield-ref-'));
    expect(after).toEqual(before);
  });

  it.each<[string, string, number, RegExp]>([
    ['a ref that does not exist', 'nowhere', 2, /--as-of: git knows no nowhere/],
    ['what looks like an option', '--help', 2, /--as-of: git knows no --help/],
    ['a ref without the folder', 'emptied', 2, /--as-of: emptied has no folder schema/],
    ['a schema that does not parse', 'broken', 1, /schema\/patient\.graphql:\d+: /],
    ['a file that is a link', 'linked', 2, /schema\/patient\.graphql of linked is a link/],
  ])('says of %s what is wrong', async (_name, ref, exit, told) => {
    const { code, out, errors } = await phield('access', 'matrix', ...inRepository(), `--as-of=${ref}`);
    expect({ code, out }).toEqual({ code: exit, out: '' });
    expect(errors).toMatch(told);
    expect(errors).not.toContain(root);
  });

  it('says where there is no repository', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'no-repository-'));
    await cp('schema', join(bare, 'schema'), { recursive: true });
    const asked = ['--schema', join(bare, 'schema'), '--as-of', 'main'];
    const { code, errors } = await phield('access', 'matrix', ...asked);
    await rm(bare, { recursive: true });
    expect(code).toBe(2);
    expect(errors).toContain('is in no git repository');
  });
});
