import { beforeAll, describe, expect, it } from 'vitest';
import { composePack, type PackDeclared } from '../../src/evidence/compose-pack.ts';
import { CONTROLS } from '../../src/evidence/controls.ts';
import type { EvidenceFile } from '../../src/evidence/evidence-file.ts';
import { isPackPath } from '../../src/evidence/evidence-file.ts';
import { PACK_FILES } from '../../src/evidence/pack-files.ts';
import { readPdf } from '../ledger/export/accounting/read-pdf.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { declaredWith, madeFacts } from './made-facts.ts';

let declared: PackDeclared;
beforeAll(async () => {
  declared = await declaredWith('tenant: north\n');
});

async function bytesOf(file: EvidenceFile | undefined): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file?.pieces() ?? []) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
const fileOf = (path: string, facts = madeFacts()) =>
  bytesOf(composePack(facts, declared).find((file) => file.path === path));
const jsonOf = async (path: string, facts = madeFacts()) =>
  JSON.parse((await fileOf(path, facts)).toString());

describe('a pack', { timeout: 60_000 }, () => {
  it('is the same bytes for the same facts', async () => {
    const facts = madeFacts();
    const all = async () => Promise.all(composePack(facts, declared).map(bytesOf));
    const [once, again] = [await all(), await all()];
    expect(once.map((bytes, index) => bytes.equals(again[index] ?? Buffer.of()))).not.toContain(false);
  });

  it('has every file that it is said to have, each once, and the schema as it stands', async () => {
    const paths = composePack(madeFacts(), declared).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => !isPackPath(path))).toEqual([]);
    expect(Object.values(PACK_FILES).filter((path) => !paths.includes(path))).toEqual([]);
    const access = declared.schema.find(({ name }) => name.endsWith('access.graphql'));
    expect((await fileOf('access/schema/access.graphql')).toString()).toBe(access?.body);
  });

  it('has JSON that is JSON', async () => {
    const files = composePack(madeFacts(), declared).filter(({ path }) => path.endsWith('.json'));
    expect(files.length).toBeGreaterThan(12);
    for (const file of files) JSON.parse((await bytesOf(file)).toString());
  });

  it('shows every cell that gives something, twice the same', async () => {
    const cells = await jsonOf(PACK_FILES.matrix);
    const lines = (await fileOf(PACK_FILES.matrixCsv)).toString().trimEnd().split('\n');
    expect(lines[0]).toBe('coordinate,category,role,purpose,decision,mask,relationship,file,line');
    expect(lines.length).toBe(cells.length + 1);
    const { coordinate, category, role, purpose, decision, mask, relationship, grant } = cells[0];
    expect(lines[1]).toBe(
      [
        coordinate,
        category,
        role,
        purpose,
        decision,
        mask,
        relationship.join(' '),
        grant.file,
        grant.line,
      ].join(','),
    );
    expect(cells.some((cell: { decision: string }) => cell.decision === 'DENIED')).toBe(false);
    const model = await shippedModel();
    expect(new Set(cells.map((cell: { role: string }) => cell.role)).size).toBeGreaterThan(
      model.roles.length / 2,
    );
  });

  it('says in README and PDF what is to be asked about', async () => {
    const facts = madeFacts({ damage: ['TORN a.seg at byte 1'], unused: [] });
    const readme = (await fileOf(PACK_FILES.readme, facts)).toString();
    expect(readme).toContain('* Parts of the ledger that could not be read: 1');
    const { pages } = readPdf(await fileOf(PACK_FILES.report, facts));
    expect(pages.join('\n').replaceAll(/\s+/g, ' ')).toContain(
      'Parts of the ledger that could not be read: 1',
    );
    const quiet = (await fileOf(PACK_FILES.readme)).toString();
    expect(quiet).toContain('Nothing that this pack can see.');
  });
});

describe('the rules', () => {
  it('are those that an assessor asks about', () => {
    const clauses = CONTROLS.map(({ rule, clause }) => `${rule} ${clause}`);
    expect(new Set(clauses).size).toBe(clauses.length);
    for (const clause of [
      'HIPAA 164.308(a)(1)(ii)(D)',
      'HIPAA 164.308(a)(3)',
      'HIPAA 164.308(a)(4)',
      'HIPAA 164.308(a)(5)(ii)(C)',
      'HIPAA 164.308(a)(6)',
      'HIPAA 164.312(a)(1)',
      'HIPAA 164.312(b)',
      'HIPAA 164.312(c)',
      'HIPAA 164.312(d)',
      'HIPAA 164.312(e)',
      'HIPAA 164.316(b)',
      'HIPAA 164.502(b)',
      'HIPAA 164.514(d)',
      'HIPAA 164.528',
      'GDPR Art. 15',
      'GDPR Art. 30',
      'GDPR Art. 32',
      'GDPR Art. 33',
    ])
      expect(clauses).toContain(clause);
  });

  it('each say where to look, and what is not covered', () => {
    expect(
      CONTROLS.filter(({ files, lacks, shows }) => files.length === 0 || lacks === '' || shows === ''),
    ).toEqual([]);
  });
});
