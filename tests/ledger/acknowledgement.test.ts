import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import * as build from '../../src/ledger/file-ledger.ts';
import { acknowledgementCheck } from './acknowledgement-check.ts';
import { mutantBuild } from './mutant-build.ts';

test('what is acknowledged survives a power cut at that very moment', async () => {
  const { acknowledged, violations } = await acknowledgementCheck(build);
  expect(violations).toEqual([]);
  expect(acknowledged).toBeGreaterThan(90);
});

/** Each guard of the promise, taken out of a copy of the source. The check must notice every one. */
const MUTANTS: readonly [guard: string, file: string, code: string, instead: string][] = [
  [
    'acknowledge after the write',
    'commit/group-commit.ts',
    'const stall = setTimeout(',
    'for (const one of waiting) one.resolve();\n const stall = setTimeout(',
  ],
  ['sync at all', 'segments/segment-writer.ts', 'await file.datasync();', ''],
  [
    'wait for the sync',
    'segments/segment-writer.ts',
    'await datasync(this.#file);',
    'void datasync(this.#file).catch(() => undefined);',
  ],
  ['go on after a short write', 'segments/segment-writer.ts', 'done += taken;', 'done = bytes.length;'],
  ['make a new name durable', 'segments/segment-writer.ts', 'await files.syncDirectory(directory);', ''],
  [
    'refuse what was not written',
    'commit/group-commit.ts',
    'for (const one of batch) one.reject(error);',
    'for (const one of batch) one.resolve();',
  ],
  [
    'give up a failed segment',
    'segments/file-sink.ts',
    '      this.#report(error);\n      await this.#abandon();',
    '      this.#report(error);',
  ],
  [
    'end a batch with its commit frame',
    'chain/encode-batch.ts',
    "writeFrame(bytes, end, 'commit', sealed);",
    'bytes.fill(0, end);',
  ],
];

test.each(MUTANTS)('without the guard to %s, the check fails', async (_, file, code, instead) => {
  const mutant = await mutantBuild(file, code, instead);
  const check = join(import.meta.dirname, 'acknowledgement-check.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [check, mutant], { timeout: 25_000 });
  expect(JSON.parse(stdout).violations.length).toBeGreaterThan(0);
});
