import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { phield } from './run-phield.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-cli-'));
  await writeFile(
    join(folder, 'north.yaml'),
    'tenant: north\nremove:\n  - { roles: [NURSE], categories: [LAB] }\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

const Place = z.strictObject({ file: z.string(), line: z.int().positive() });
const Cell = z.strictObject({
  coordinate: z.string(),
  category: z.string(),
  role: z.string(),
  purpose: z.string(),
  decision: z.enum(['WHOLE', 'MASKED', 'BREAK_GLASS', 'DENIED']),
  mask: z.enum(['NONE', 'PARTIAL', 'GENERALIZE', 'PSEUDONYM', 'REDACT']).nullable(),
  relationship: z.array(z.string()),
  grant: Place.nullable(),
});

const cellsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => Cell.parse(JSON.parse(line)));

describe('phield access matrix', () => {
  it('prints the table with the line of each grant', async () => {
    const { code, out } = await phield(
      'access',
      'matrix',
      '--category',
      'LAB,GENOMIC',
      '--role',
      'NURSE,PATIENT',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/LAB\s+│ W!\s+│ W\s/);
    expect(out).toMatch(/schema\/access\.graphql\s+│ :\d+\s+│ :\d+/);
    expect(out).toMatch(/GENOMIC\s+│ –\s+│ W\s/);
    expect(out).not.toContain('\u001b[');
    expect(out).not.toContain('PHYSICIAN');
  });

  it('prints one cell a line, denied ones included', async () => {
    const { out } = await phield(
      'access',
      'matrix',
      '--json',
      '--coordinate',
      'Patient.ssn,Observation.code',
    );
    const cells = cellsOf(out);
    const keys = cells.map(
      ({ coordinate, category, role, purpose }) => `${coordinate} ${category} ${role} ${purpose}`,
    );
    expect(new Set(keys).size).toBe(cells.length);
    const count = (values: readonly string[]) => new Set(values).size;
    const roles = count(cells.map((cell) => cell.role));
    const purposes = count(cells.map((cell) => cell.purpose));
    const categories = count(cells.map((cell) => cell.category));
    expect(cells.length).toBe(categories * roles * purposes);
    expect(cells.find((cell) => cell.coordinate === 'Patient.ssn' && cell.role === 'NURSE')).toMatchObject({
      decision: 'DENIED',
      mask: null,
      relationship: [],
      grant: null,
    });
  });

  it('prints the same as CSV', async () => {
    const only = ['--coordinate', 'Patient.ssn', '--role', 'BILLING', '--purpose', 'HPAYMT,TREAT'];
    const { out } = await phield('access', 'matrix', '--csv', ...only);
    const [cell] = cellsOf((await phield('access', 'matrix', '--json', ...only, '--purpose', 'HPAYMT')).out);
    expect(out.trimEnd().split('\n')).toEqual([
      'coordinate,category,role,purpose,decision,mask,relationship,file,line',
      'Patient.ssn,IDENTIFIER,BILLING,TREAT,DENIED,,,,',
      `Patient.ssn,IDENTIFIER,BILLING,HPAYMT,MASKED,PARTIAL,ORG,"schema/access.graphql",${cell?.grant?.line}`,
    ]);
  });

  it('shows what a tenant leaves', async () => {
    const only = [
      '--coordinate',
      'Observation.code',
      '--category',
      'LAB',
      '--role',
      'NURSE',
      '--purpose',
      'TREAT',
    ];
    const [declared] = cellsOf((await phield('access', 'matrix', '--json', ...only)).out);
    const tenant = ['--tenant', 'north', '--tenants', folder];
    const [left] = cellsOf((await phield('access', 'matrix', '--json', ...only, ...tenant)).out);
    expect([declared?.decision, left?.decision]).toEqual(['WHOLE', 'DENIED']);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['type', ['--type', 'Patient', '--decision', 'MASKED'], ['Patient.ssn', 'Patient.identifiers']],
    ['identifier', ['--identifier', 'SSN'], ['Patient.ssn']],
    [
      'decision',
      ['--decision', 'MASKED', '--category', 'IDENTIFIER'],
      [
        ...['Insight.sentences', 'Insight.groundingScore', 'Insight.reviewReason'],
        'Patient.ssn',
        'Patient.identifiers',
      ],
    ],
    ['labels of rows', ['--coordinate', 'Patient.name', '--labels', 'HIV', '--decision', 'WHOLE'], []],
  ])('takes coordinates by %s', async (_name, only, coordinates) => {
    const asked = ['--csv', '--purpose', 'HPAYMT', '--role', 'BILLING', ...only];
    const [, ...lines] = (await phield('access', 'matrix', ...asked)).out.trimEnd().split('\n');
    expect(lines.map((line) => line.split(',')[0])).toEqual(coordinates);
  });

  it('has nothing to show of labels that stand on no field', async () => {
    const { code, out } = await phield('access', 'matrix', '--sensitivity', 'HIV');
    expect([code, out]).toEqual([0, 'Nothing of the schema is so.\n']);
  });

  it('denies a filter to who may not use the root field it stands on', async () => {
    const asked = ['--coordinate', 'Query.insightReviews(state:)', '--purpose', 'PATRQT,HPAYMT'];
    const cells = cellsOf((await phield('access', 'matrix', '--json', ...asked)).out);
    const open = cells.filter(({ decision }) => decision !== 'DENIED').map(({ role }) => role);
    // A patient reads notes of its own, and reviews none; coders review codes.
    expect(open).toEqual(['CODER']);
  });

  it('prints the coordinates that are asked for, each by role', async () => {
    const asked = ['--coordinate', 'Patient.ssn', '--purpose', 'HPAYMT,TREAT'];
    const { out } = await phield('access', 'matrix', ...asked);
    expect(out).toMatch(/Patient\.ssn \(IDENTIFIER\)\s+│ P\s/);
    expect(out).toContain('No grant anywhere: PHYSICIAN, NURSE,');
    const denied = await phield('access', 'matrix', ...asked, '--decision', 'DENIED');
    expect(denied.out).toMatch(/Patient\.ssn \(IDENTIFIER\)\s+│ –\s/);
    expect(denied.out).not.toContain('BIL BILLING');
  });

  it.each([
    ...['--category=LABB', '--role=NURS', '--purpose=TREATT', '--coordinate=Patient.nothing'],
    ...['--type=Patients', '--identifier=SNN', '--sensitivity=HIVV', '--labels=HIVV', '--decision=HALF'],
  ])('exits with 2 for a name that nobody declared: %s', async (wrong) => {
    const { code, errors } = await phield('access', 'matrix', wrong);
    expect(code).toBe(2);
    expect(errors).toContain('is not declared');
  });

  it('exits with 2 for a tenant that has no file', async () => {
    expect((await phield('access', 'matrix', '--tenant', 'nobody', '--tenants', folder)).code).toBe(2);
  });

  it('ends quietly when its reader does', async () => {
    const shell = `"${process.execPath}" src/cli/main.ts access matrix --json | head -n 1`;
    const { stdout, stderr } = await promisify(execFile)('bash', [
      '-o',
      'pipefail',
      '-c',
      `${shell} || true`,
    ]);
    expect(cellsOf(stdout)).toHaveLength(1);
    expect(stderr).toBe('');
  });
});
