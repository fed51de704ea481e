import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CODES, orderText } from '../insight/codes/code-lines.ts';
import { phield } from './run-phield.ts';

let folder: string;
let before: string | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-codes-cli-'));
  before = process.env.PHIELD_DATA_DIR;
  process.env.PHIELD_DATA_DIR = folder;
  await writeFile(join(folder, 'order.txt'), orderText());
  await writeFile(join(folder, 'broken.txt'), `${orderText()}oops`);
});
afterAll(async () => {
  if (before === undefined) delete process.env.PHIELD_DATA_DIR;
  else process.env.PHIELD_DATA_DIR = before;
  await rm(folder, { recursive: true });
});

const importing = (name: string, ...more: readonly string[]) =>
  phield('codes', 'import', '--system', 'icd10cm', '--version', '2021', join(folder, name), ...more);

describe('phield codes', () => {
  it('puts a file in use, lists it, and refuses a broken one with its line', async () => {
    expect(JSON.parse((await phield('codes', 'list', '--json')).out)).toEqual({ ok: true, sets: [] });
    const { code, out } = await importing('order.txt');
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(`^icd10cm 2021: ${CODES.length} codes, ${CODES.length - 3} of them billable`),
    );
    const refused = await importing('broken.txt', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ ok: false, finding: { line: CODES.length + 1 } });
    const listed = await phield('codes', 'list', '--json');
    expect(JSON.parse(listed.out)).toMatchObject({
      ok: true,
      sets: [{ version: '2021', codes: CODES.length }],
    });
  });

  it('exits with 2 when it is used wrongly', async () => {
    expect((await phield('codes', 'import', join(folder, 'order.txt'))).code).toBe(2);
    const other = await phield('codes', 'import', '--system', 'icd9', '--version', '2021', 'x');
    expect(other.code).toBe(2);
    expect(other.errors).toContain('expected icd10cm');
  });
});
