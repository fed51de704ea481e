import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCodes } from '../../src/insight/codes/import-codes.ts';
import { runCommand } from '../support/gateway-process.ts';

const TENANT = `tenant: acme
remove:
  - { categories: [ALLERGY] }
insights:
  model: anthropic.claude-sonnet-4-20250514-v1:0
  region: eu-central-1
  guardrail: { id: gr1a2b3c4d5e, version: "3" }
  agreement: { reference: DPA 1, region: eu-central-1, expires: 2099-05-31 }
`;
const CODES =
  '{"code":"E119","billable":true,"short":"Diabetes","long":"Type 2 diabetes mellitus without complications"}\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-cli-insights-'));
  await mkdir(join(folder, 'temporary'));
  await writeFile(join(folder, 'acme.yaml'), TENANT);
  await writeFile(join(folder, 'codes.jsonl'), CODES);
  const path = join(folder, 'codes.jsonl');
  await importCodes({ path, version: '2026', dataDir: join(folder, 'coded'), onBytes: () => {} });
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

const preview = (args: readonly string[], env: Record<string, string> = {}) =>
  runCommand(['insights', 'preview', ...args], {
    PHIELD_DATA_DIR: join(folder, 'mine'),
    TMPDIR: join(folder, 'temporary'),
    // A store that is none: whoever opened it would fail.
    PHIELD_DYNAMODB_ENDPOINT: 'http://127.0.0.1:9',
    ...env,
  });

describe('phield insights preview', { timeout: 120_000 }, () => {
  it('prints what Converse would get under a tenant’s file, and opens no store but its own', async () => {
    const done = await preview(['--tenant', 'acme', '--json'], { PHIELD_TENANTS_DIR: folder });
    expect([done.code, done.stderr]).toEqual([0, '']);
    const { input, ...about } = JSON.parse(done.stdout);
    expect(about).toEqual({
      useCase: 'PRE_VISIT_SUMMARY',
      patient: 'demo-ada',
      tenant: 'acme',
      asker: 'physician',
      sent: false,
    });
    expect(input).toMatchObject({
      modelId: 'anthropic.claude-sonnet-4-20250514-v1:0',
      guardrailConfig: { guardrailIdentifier: 'gr1a2b3c4d5e', guardrailVersion: '3', trace: 'enabled' },
    });
    const sent = JSON.stringify(input);
    expect(sent).toContain('Essential hypertension; clinical status active');
    // Taken away by the tenant's file.
    expect(sent).not.toContain('AllergyIntolerance 2');
    expect(sent).not.toMatch(/Okonkwo|RV10000001|demo-ada/);
    expect(await readdir(join(folder, 'temporary'))).toEqual([]);
    await expect(access(join(folder, 'mine'))).rejects.toThrow();
  });

  it.each([
    ['LAB_EXPLANATION', 'patient', 'Observation'],
    ['DRAFT_NOTE', 'physician', 'Transcript'],
    ['PRIOR_AUTH_DRAFT', 'coordinator', 'Policy'],
    ['ASK', 'patient', 'MedicationRequest'],
  ])('looks up by itself what %s needs', async (useCase, asker, first) => {
    const done = await preview(['--use-case', useCase, '--json']);
    const { input, ...about } = JSON.parse(done.stdout);
    expect(about).toMatchObject({ useCase, asker, sent: false });
    expect(JSON.stringify(input.messages)).toContain(`] ${first} `);
  });

  it('shows candidate codes of the set in use, and asks for one where there is none', async () => {
    const without = await preview(['--use-case', 'CODING_SUGGESTIONS']);
    expect([without.code, without.stdout]).toEqual([1, '']);
    expect(without.stderr).toContain('phield codes import');
    const withSet = await preview(['--use-case', 'CODING_SUGGESTIONS'], {
      PHIELD_DATA_DIR: join(folder, 'coded'),
    });
    expect(withSet.code).toBe(0);
    expect(JSON.parse(withSet.stdout).system[1].text).toContain('E11.9 Type 2 diabetes mellitus');
    expect(withSet.stderr).toContain('nothing was sent');
  });

  it.each([
    ['a patient that nobody made', ['--patient', 'nobody'], 'no generated patient nobody'],
    ['a tenant without a file', ['--tenant', 'nowhere'], 'no tenant nowhere'],
  ])('%s is a finding', async (_what, args, told) => {
    const done = await preview(args);
    expect([done.code, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toContain(told);
  });

  it.each([
    ['a use case that is none', ['--use-case', 'POEM'], '--use-case'],
    ['an id that no patient can have', ['--patient', 'a b'], '--patient'],
    ['an option that is none', ['--send'], 'unknown option'],
  ])('%s is wrong usage', async (_what, args, named) => {
    const done = await preview(args);
    expect([done.code, done.stdout]).toEqual([2, '']);
    expect(done.stderr).toContain(named);
  });
});
