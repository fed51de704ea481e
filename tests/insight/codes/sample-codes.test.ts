import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CodeSet } from '../../../src/insight/code-set.ts';
import { importCodes } from '../../../src/insight/codes/import-codes.ts';
import { openCodeSet } from '../../../src/insight/codes/open-code-set.ts';
import { missingSamples, sampleArchive } from '../../support/sample-archives.ts';

const missing = missingSamples(['codesets']);
if (missing !== null) process.stdout.write(`skipped: the whole code set of 2021, ${missing}\n`);

describe.skipIf(missing !== null)('the whole code set of 2021', () => {
  let folder: string;
  let codes: CodeSet | null;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phield-codeset-'));
    await promisify(execFile)('tar', ['-xzf', sampleArchive('codesets'), '-C', folder]);
    const path = join(folder, 'codesets', 'icd10cm-jan2021.ndjson');
    const head = await importCodes({ path, version: '2021', dataDir: folder, onBytes: () => {} });
    expect(head).toMatchObject({ codes: 95_358, billable: 72_621 });
    const source = openCodeSet({ dataDir: folder, clock: () => 0, onRefused: () => {} });
    codes = await source.current();
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('knows codes and headings', () => {
    expect(codes?.find('E119')).toEqual({
      code: 'E11.9',
      description: 'Type 2 diabetes mellitus without complications',
      billable: true,
    });
    expect(codes?.find('E11')?.billable).toBe(false);
    expect(codes?.find('E11.99')).toBeNull();
  });

  it.each([
    ['Patient has type 2 diabetes mellitus.', 'E11.9'],
    ['Essential hypertension', 'I10'],
    ['CKD stage 3', 'N18.30'],
    ['COPD', 'J44.9'],
    ['Acute bronchitis', 'J20.9'],
    ['laceration of left forearm', 'S51.812A'],
    ['Streptococcal sore throat', 'J02.0'],
    ['Family history of breast cancer', 'Z80.3'],
    ['COVID-19', 'U07.1'],
  ])('suggests first for %s', (text, code) => {
    expect(codes?.candidates(text, 3)[0]?.code.code).toBe(code);
  });

  it.each([
    'Denies chest pain.',
    'Suspected COVID-19',
    'No known allergies.',
    'muscle',
    'Mother had asthma?',
  ])('suggests nothing for %s', (text) => {
    expect(codes?.candidates(text, 3)).toEqual([]);
  });
});
