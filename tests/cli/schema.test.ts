import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
