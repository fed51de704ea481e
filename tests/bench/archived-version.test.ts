import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpackVersion } from '../../bench/archived-version.ts';

const HOME = join(import.meta.dirname, '..', '..');
const isRepository = existsSync(join(HOME, '.git'));
/** Shown with the tests that are skipped. */
const only = isRepository ? '' : ' (skipped: no git here, so no other version)';

test.runIf(isRepository)(
  `a version is unpacked as it was committed, and gone when removed${only}`,
  async () => {
    const version = await unpackVersion(HOME, 'HEAD');
    try {
      expect(version.commit).toMatch(/^[0-9a-f]{40}$/);
      const committed = execFileSync('git', ['-C', HOME, 'show', `${version.commit}:package.json`], {
        encoding: 'utf8',
      });
      expect(await readFile(join(version.root, 'package.json'), 'utf8')).toBe(committed);
      expect(existsSync(join(version.root, 'node_modules', 'graphql'))).toBe(true);
    } finally {
      await version.remove();
    }
    expect(existsSync(version.root)).toBe(false);
    expect(existsSync(join(HOME, 'node_modules', 'graphql'))).toBe(true);
  },
);

test.runIf(isRepository).each(['no-such-ref', '--all', '--output=x', 'HEAD:package.json', ''])(
  `what is no commit is refused: %j${only}`,
  async (ref) => {
    await expect(unpackVersion(HOME, ref)).rejects.toThrow('git knows no commit');
  },
);
