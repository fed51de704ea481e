import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkGuard, testsInPlace, type Verdict } from './check-guard.ts';
import type { Guard } from './guard.ts';
import type { TestOutcome } from './run-tests.ts';
import { type ScratchCopy, scratchCopy } from './scratch-copy.ts';

const SOURCE = `export const may = (role: string) => {
  if (role === '') return false;
  if (role === 'PATIENT') return false;
  return role !== 'BILLING';
};
`;
const TESTS = `import { expect, test } from 'vitest';
import { may } from './may.ts';
test('nobody may', () => expect(may('')).toBe(false));
test('billing (may) not', () => expect(may('BILLING')).toBe(false));
test('anybody may', () => expect(may('PHYSICIAN')).toBe(false));
`;

describe('a guard that is taken away', () => {
  let repository: string;
  let copy: ScratchCopy;
  let inPlace: readonly TestOutcome[];
  beforeAll(async () => {
    repository = await mkdtemp(join(tmpdir(), 'phield-repository-'));
    const packages = join(import.meta.dirname, '..', '..', 'node_modules');
    await promisify(execFile)('git', ['init', '-q', repository]);
    await symlink(packages, join(repository, 'node_modules'));
    await writeFile(join(repository, '.gitignore'), 'node_modules\n');
    await writeFile(join(repository, 'package.json'), '{"type":"module"}');
    await writeFile(join(repository, 'may.ts'), SOURCE);
    await writeFile(join(repository, 'may.test.ts'), TESTS);
    copy = await scratchCopy(repository);
    inPlace = await testsInPlace(copy, [guard('', '', '')]);
  });
  afterAll(async () => {
    await copy.remove();
    await rm(repository, { recursive: true });
  });

  const guard = (find: string, replace: string, name: string): Guard => ({
    guard: 'may.guard',
    promise: '',
    file: 'may.ts',
    find,
    replace,
    tests: ['may.test.ts', name],
  });

  it.each<[Verdict, Guard]>([
    ['red', guard("if (role === '') return false;", '', 'nobody may')],
    ['red', guard("return role !== 'BILLING';", 'return true;', 'billing (may) not')],
    ['GREEN', guard("if (role === 'PATIENT') return false;", '', 'nobody may')],
    ['NO RUN', guard("if (role === '') return false;", 'no code', 'nobody may')],
    ['NO TEST', guard("if (role === '') return false;", '', 'somebody may')],
    ['NO TEST', guard("if (role === '') return false;", '', 'anybody may')],
    ['STALE', guard('return false;', '', 'nobody may')],
    ['STALE', guard('if (never)', '', 'nobody may')],
  ])('%s', async (verdict, one) => {
    expect(await checkGuard(copy, one, inPlace)).toMatchObject({ verdict });
    expect(await readFile(join(copy.root, 'may.ts'), 'utf8')).toBe(SOURCE);
  });

  it('is taken out of a copy: the repository stays as it is', async () => {
    expect(await readFile(join(repository, 'may.ts'), 'utf8')).toBe(SOURCE);
    expect(copy.root).not.toContain(repository);
  });
});
