import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerDocumentsCheck } from '../../src/cli/documents-check.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-check-'));
  await writeFile(join(folder, 'north.yaml'), NORTH);
  await writeFile(
    join(folder, 'chart.graphql'),
    `query Chart($id: ID!) { patient(id: $id) { ...Who insights { preVisitSummary { id } } } }
    fragment Who on Patient { name { family } ssn }`,
  );
  await writeFile(
    join(folder, 'plain.graphql'),
    'query Plain { patient(id: 1) { name { family } } me { id } }',
  );
  await writeFile(join(folder, 'wrong.graphql'), 'query Wrong { patient(id: 1) { nobody } }');
  await writeFile(
    join(folder, 'text.graphql'),
    'query Text { patient(id: 1) { notes { edges { node { text } } } } }',
  );
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

const NORTH = `tenant: north
derivedRoles: { CLERK: { base: NURSE, only: [CONTACT] } }
tighten:
  - { roles: [PHYSICIAN], coordinates: [DocumentReference.text], mask: PARTIAL }
`;

/** In this process: what is written, and the exit code. */
async function check(...args: readonly string[]): Promise<{ out: string; code: number }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  process.exitCode = undefined;
  const program = new Command('phield');
  const documents = program.command('documents');
  registerDocumentsCheck(documents);
  for (const command of [program, documents, ...documents.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => {} });
  }
  try {
    await program.parseAsync(['documents', 'check', ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { out, code: 2 };
  } finally {
    write.mockRestore();
  }
  return { out, code: Number(process.exitCode ?? 0) };
}

const file = (name: string) => join(folder, name);
const north = () => ['--tenant', 'north', '--tenants', folder];

describe('phield documents check', () => {
  it('tells what a role can never read, with exit code 1', async () => {
    const { out, code } = await check('--role', 'NURSE', file('chart.graphql'));
    expect(code).toBe(1);
    expect(out).toMatch(/chart\.graphql\s+Chart\s+Patient\.ssn\s+never permitted/);
    expect(out).toContain('1 documents, 1 fields');
    // What an insight reads for its reader is not asked for by the operation.
    expect(out).not.toContain('Condition.');
  });

  it('finds nothing where all can be read, with exit code 0', async () => {
    const { out, code } = await check('--role', 'NURSE', '--json', file('plain.graphql'));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      roles: ['NURSE'],
      documents: [{ name: 'Plain', never: [] }],
    });
  });

  it('counts roles held together', async () => {
    expect(await check('--role', 'NURSE,REGISTRATION', file('chart.graphql'))).toMatchObject({ code: 0 });
  });

  it('goes by what a tenant leaves, for roles that it derives, too', async () => {
    const { out } = await check('--role', 'CLERK', '--json', ...north(), file('plain.graphql'));
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      documents: [{ never: [{ coordinate: 'Patient.name', why: 'DENIED' }] }],
    });
  });

  it('tells of a field that is permitted under a mask that leaves nothing of it', async () => {
    expect(await check('--role', 'PHYSICIAN', file('text.graphql'))).toMatchObject({ code: 0 });
    const { out, code } = await check('--role', 'PHYSICIAN', '--json', ...north(), file('text.graphql'));
    expect(code).toBe(1);
    expect(JSON.parse(out).documents).toMatchObject([
      { never: [{ coordinate: 'DocumentReference.text', why: 'NULL' }] },
    ]);
  });

  it('tells of documents that do not fit, beside those that do', async () => {
    const { out, code } = await check(
      '--role',
      'NURSE',
      '--json',
      file('wrong.graphql'),
      file('plain.graphql'),
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      documents: [{ name: 'Plain' }],
      findings: [{ place: file('wrong.graphql'), message: expect.stringContaining('nobody') }],
    });
    const missing = await check('--role', 'NURSE', file('no-such.graphql'));
    expect(missing).toMatchObject({ code: 1, out: expect.stringContaining('no such file') });
  });

  it.each([[['--role', 'NOBODY']], [['--role', 'NURSE', '--tenant', 'south', '--tenants', '.']], [[]]])(
    'is wrong usage: %s',
    async (args) => {
      const given = args.map((one) => (one === '.' ? folder : one));
      expect(await check(...given, file('plain.graphql'))).toMatchObject({ code: 2 });
    },
  );
});
