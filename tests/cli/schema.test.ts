import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phield } from './run-phield.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schema-cli-'));
  await cp('schema', folder, { recursive: true });
  const patient = await readFile(join(folder, 'patient.graphql'), 'utf8');
  await writeFile(
    join(folder, 'patient.graphql'),
    patient.replace(/gender: FhirCode @phi\(category: DEMOGRAPHICS.*\n/, 'gender: FhirCode\n'),
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function lineOfGender(): Promise<number> {
  const lines = (await readFile(join(folder, 'patient.graphql'), 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes('gender: FhirCode')) + 1;
}

describe('phield schema lint', () => {
  it('passes the schema of this repository', async () => {
    const { code, out } = await phield('schema', 'lint', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ ok: true, findings: [] });
  });

  it('prints file, line and reason of what it refuses, and exits with 1', async () => {
    const line = await lineOfGender();
    const text = await phield('schema', 'lint', '--schema', folder);
    expect(text.code).toBe(1);
    expect(text.out).toMatch(
      new RegExp(
        `/patient\\.graphql:${line}: Patient\\.gender is neither @phi nor @notPhi\\. \\[field-mark\\]`,
      ),
    );
    const json = await phield('schema', 'lint', '--schema', folder, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      findings: [{ rule: 'field-mark', coordinate: 'Patient.gender', place: { line } }],
    });
  });

  it('exits with 1 for a folder without a schema, and with 2 when it is used wrongly', async () => {
    expect((await phield('schema', 'lint', '--schema', join(folder, 'nowhere'))).code).toBe(1);
    expect((await phield('schema', 'lint', '--nonsense')).code).toBe(2);
  });
});

describe('phield schema print', () => {
  it('prints what a role can ever use, as SDL that is valid', async () => {
    const { code, out } = await phield('schema', 'print', '--role', 'BILLING');
    expect(code).toBe(0);
    const schema = buildSchema(out);
    expect(schema.getType('Claim')).toBeDefined();
    expect(schema.getType('Condition')).toBeUndefined();
    expect(out).not.toContain('ethnicity');
  });

  it('says with --json what was left out and what is masked', async () => {
    const { code, out } = await phield(
      ...['schema', 'print', '--role', 'REGISTRATION,BILLING', '--tenant', 'riverside', '--json'],
    );
    expect(code).toBe(0);
    const told = JSON.parse(out);
    expect(told).toMatchObject({ roles: ['REGISTRATION', 'BILLING'], tenant: 'riverside', purposes: null });
    expect(told.leftOut).toContain('Condition.code');
    expect(told.masked.map(({ coordinate }: { coordinate: string }) => coordinate)).toContain('Patient.ssn');
    expect(() => buildSchema(told.sdl)).not.toThrow();
  });

  it('exits with 2 for a role, purpose or tenant that nobody declared, and without a role', async () => {
    const wrong = [
      ['--role', 'SURGEON'],
      ['--role', 'NURSE', '--purpose', 'FUN'],
      ['--role', 'NURSE', '--tenant', 'nowhere'],
      [],
    ];
    const codes = await Promise.all(wrong.map(async (one) => (await phield('schema', 'print', ...one)).code));
    expect(codes).toEqual([2, 2, 2, 2]);
  });
});
