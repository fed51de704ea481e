import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProfile } from '../../bench/read-profile.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-profile-'));
});
afterAll(() => rm(folder, { recursive: true }));

function node(id: number, functionName: string, path: string) {
  const url = path === '' || path.startsWith('node:') ? path : pathToFileURL(resolve(path)).href;
  return { id, callFrame: { functionName, url, lineNumber: 9 } };
}

test('time is shared out among parts and functions; neither idle time nor profiling is time spent', async () => {
  const file = join(folder, 'a.cpuprofile');
  const profile = {
    nodes: [
      node(1, '(idle)', ''),
      node(2, '(garbage collector)', ''),
      node(3, 'resolve', 'src/access/row.ts'),
      node(4, '', 'src/access/guard-fields.ts'),
      node(5, 'execute', 'node_modules/graphql/execution/execute.js'),
      node(6, 'run', 'node_modules/a/node_modules/@b/c/d.js'),
      node(7, 'emit', 'node:events'),
      node(8, 'writev', ''),
      node(9, 'post', 'node:inspector'),
    ],
    samples: [1, 2, 3, 3, 4, 5, 6, 7, 8, 9],
    timeDeltas: [1_000_000, 10, 10, 20, 10, 30, 5, 5, 10, 500],
  };
  await writeFile(file, JSON.stringify(profile));
  const { groups, functions } = await readProfile(file, 20);
  expect(Object.fromEntries(groups.map(({ name, share }) => [name, share]))).toEqual({
    'src/access': 0.4,
    graphql: 0.3,
    '(garbage collector)': 0.1,
    '(native code)': 0.1,
    '@b/c': 0.05,
    node: 0.05,
  });
  expect(groups.map(({ name }) => name).slice(0, 2)).toEqual(['src/access', 'graphql']);
  expect(functions).toContainEqual({ name: 'resolve  src/access/row.ts:10', share: 0.3 });
  expect(functions).toContainEqual({ name: '(anonymous)  src/access/guard-fields.ts:10', share: 0.1 });
  expect(functions).toContainEqual({ name: 'writev', share: 0.1 });
  expect((await readProfile(file, 2)).functions).toHaveLength(2);
});
