import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDirectory } from '../ledger/temp-directory.ts';
import { runCommand } from '../support/gateway-process.ts';

it.each([
  ['a file', ''],
  ['what lies under one', '/data'],
])('%s is no data folder: serve and import say so, and are no good later either', async (_, below) => {
  const file = join(await tempDirectory(), 'file');
  await writeFile(file, 'kept');
  for (const args of [['serve'], ['import', '--tenant', 'riverside', 'examples']]) {
    const env = { PHIELD_DATA_DIR: `${file}${below}`, PORT: '0' };
    const { code, stdout, stderr } = await runCommand(args, env);
    expect(stderr).toBe(`phield: PHIELD_DATA_DIR: expected a folder, not a file: ${file}${below}\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  }
});
