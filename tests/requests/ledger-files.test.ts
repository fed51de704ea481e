import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { assembleSequencer } from '../../src/assemble-sequencer.ts';
import { readPdf } from '../ledger/export/accounting/read-pdf.ts';
import type { Answered } from '../support/answered.ts';
import { runCommand } from '../support/gateway-process.ts';
import { ACCOUNTING, EXPORT, LAST, PROOF, READINGS, TRUST, VERIFY } from '../support/ledger-file-queries.ts';
import type { TestGateway } from '../support/running-gateway.ts';
import { runGateway } from '../support/running-gateway.ts';

const CHART = `{ patient(id: "demo-ada") { name { family given text } birthDate mrn telecom { value }
  address { line city postalCode } conditions { edges { node { code { text } } } } } }`;
const COHORT = '{ patients(first: 100) { edges { node { gender birthDate } } } }';

let running: TestGateway;
let folder: string;
let until: string;
/** Everything that was answered here, for who looks for what must not be in it. */
const answers: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-files-'));
  running = await runGateway();
  for (const who of ['physician', 'billing', 'patient', 'stranger']) {
    await running.ask(await running.persona(who), CHART);
  }
  await running.ask(await running.persona('researcher'), COHORT);
  await sequence();
  until = new Date(Date.now() + 1).toISOString();
}, 120_000);
afterAll(async () => {
  await running?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The log takes in what is recorded; with a sequencer of the gateway's own that has nothing left to do. */
async function sequence(): Promise<void> {
  const { sequencer, close } = await assembleSequencer(
    { config: running.config, trust: null },
    { report: () => undefined, recordLost: async () => undefined },
  );
  await sequencer.step();
  await close();
}

async function ask(who: string, query: string, variables: Record<string, unknown> = {}): Promise<Answered> {
  const answer = await running.ask(await running.persona(who), query, { variables });
  answers.push(answer.text);
  return answer;
}
async function ledgerOf(who: string, query: string, variables: Record<string, unknown> = {}) {
  const { body } = await ask(who, query, variables);
  expect(body?.errors).toBeUndefined();
  return Object(Object(body?.data).ledger);
}
const File = z.object({ name: z.string(), type: z.string(), base64: z.string() });
function bytesOf(file: unknown): Buffer {
  const bytes = Buffer.from(File.parse(file).base64, 'base64');
  answers.push(bytes.toString('latin1'), bytes.toString('utf8'));
  return bytes;
}
const phield = (args: readonly string[], env: Record<string, string> = {}) =>
  runCommand(['ledger', ...args], { PHIELD_DATA_DIR: running.config.dataDir, ...env });
const codes = ({ body }: Answered) =>
  Object(body).errors?.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
const acts = async () =>
  (await running.events({ kinds: ['privileged'], tenant: 'riverside' })).map(
    ({ operation, coordinate }) => `${coordinate} ${operation}`,
  );

const RIVERSIDE = ['--tenant', 'riverside'];
const ADA = [...RIVERSIDE, '--patient', 'demo-ada'];

describe('as the command line has them', () => {
  it.each(['JSON', 'PDF'])('an accounting is the same %s to the byte', async (format) => {
    for (const all of [false, true]) {
      const given = { patient: 'Patient/demo-ada', until, all };
      const { accounting: json } = await ledgerOf('auditor', ACCOUNTING, { ...given, format: 'JSON' });
      const { accounting } =
        format === 'JSON'
          ? { accounting: json }
          : await ledgerOf('auditor', ACCOUNTING, { ...given, format });
      const file = bytesOf(accounting);
      const made = format === 'JSON' ? JSON.parse(file.toString()).generated : madeOn(file);
      const out = join(folder, `accounting.${format}`);
      const asked = ['accounting', ...ADA, '--until', until, '--out', out, ...(all ? ['--all'] : [])];
      const clock = `--import=data:text/javascript,Date.now=()=>${Date.parse(made)}`;
      const { code, stderr } = await phield([...asked, '--quiet', '--format', format.toLowerCase()], {
        NODE_OPTIONS: clock,
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const command = await readFile(out);
      expect(command.length).toBe(file.length);
      expect(nameless(command).equals(nameless(file))).toBe(true);
      if (format === 'PDF') expect(readPdf(file).pages.join('\n')).toContain('demo-ada');
      else expect(JSON.parse(file.toString()).entries).toHaveLength(all ? 4 : 1);
    }
  });

  it.each(['AUDITEVENT', 'CSV', 'NDJSON'])(
    'pages of an export are the same %s to the byte',
    async (format) => {
      const filter = { until };
      let text = '';
      let events = 0;
      let pages = 0;
      for (let after: string | null = null; pages === 0 || after !== null; pages += 1) {
        const given: Record<string, unknown> = { format, filter, first: 3, after };
        const { export: page } = await ledgerOf('auditor', EXPORT, given);
        text += page.text;
        events += page.count;
        expect(page.complete).toBe(true);
        after = page.next;
      }
      answers.push(text);
      expect(pages).toBeGreaterThan(1);
      const asked = ['export', ...RIVERSIDE, '--until', until, '--format', format.toLowerCase()];
      const { stdout, stderr } = await phield(asked);
      expect(text).toBe(stdout);
      expect(stderr).toMatch(new RegExp(`^${events} events of`));
    },
  );

  it('a proof holds by the trust file, both as they were answered', async () => {
    const { disclosures } = await ledgerOf(
      'auditor',
      '{ ledger { disclosures(first: 1) { edges { node { id } } } } }',
    );
    const [{ node }] = disclosures.edges;
    const { proof } = await ledgerOf('auditor', PROOF, { event: node.id });
    const { trust } = await ledgerOf('auditor', TRUST);
    const [proofFile, trustFile] = [join(folder, 'event.proof'), join(folder, 'trust.json')];
    await writeFile(proofFile, bytesOf(proof));
    await writeFile(trustFile, bytesOf(trust));
    const checked = await phield(['verify', '--proof', proofFile, '--trust', trustFile, '--json']);
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, pinned: true, event: { id: node.id } });
    const { stdout } = await phield(['prove', node.id]);
    expect(stdout.split('\n')[1]).toBe(bytesOf(proof).toString().split('\n')[1]);
    const own = JSON.parse((await phield(['trust'])).stdout);
    expect(JSON.parse(bytesOf(trust).toString())).toEqual({ ...own, checkpoint: expect.any(String) });
  });
});

/** A PDF's own identifier is made of the millisecond, which nothing in it tells. */
const nameless = (file: Buffer) =>
  Buffer.from(file.toString('latin1').replace(/\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/, '/ID []'), 'latin1');

/** When a PDF was made, by its information dictionary: whole seconds, which is all that it tells. */
function madeOn(pdf: Buffer): string {
  const [, y, m, d, h, i, s] =
    /\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\)/.exec(pdf.toString('latin1')) ?? [];
  return `${y}-${m}-${d}T${h}:${i}:${s}.000Z`;
}

describe('who read one record', () => {
  it('is told by operation, of the time asked for, page by page', async () => {
    const all = await ledgerOf('privacy-officer', READINGS, { patient: 'demo-ada' });
    const actors = all.readings.edges.map(({ node }: { node: { actor: string } }) => node.actor);
    expect(actors.sort()).toEqual(['demo-ada', 'demo-billing', 'demo-physician', 'demo-researcher']);
    const later = await ledgerOf('privacy-officer', READINGS, { patient: 'demo-ada', since: until });
    expect(later.readings.edges).toEqual([]);
    const { readings: first } = await ledgerOf('auditor', READINGS, { patient: 'demo-ada', first: 3 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const after = first.pageInfo.endCursor;
    const { readings } = await ledgerOf('auditor', READINGS, { patient: 'demo-ada', first: 3, after });
    expect([first.edges.length, readings.edges.length]).toEqual([3, 1]);
  });
});

describe('whoever may', () => {
  it.each(['physician', 'patient', 'billing', 'admin', 'researcher'])('is not %s', async (who) => {
    const before = await acts();
    const asked: [string, Record<string, unknown>][] = [
      [READINGS, { patient: 'demo-ada' }],
      [ACCOUNTING, { patient: 'demo-ada', all: true, format: 'JSON' }],
      [EXPORT, { format: 'CSV' }],
      [PROOF, { event: '01JD0000000000000000000001.0' }],
      [TRUST, {}],
      [LAST, {}],
      [VERIFY, {}],
    ];
    for (const [query, variables] of asked)
      expect(codes(await ask(who, query, variables))).toEqual(['FORBIDDEN']);
    expect(await acts()).toEqual(before);
  });

  it('has nothing of another tenant, and the same of nobody', async () => {
    const officer = { sub: 'officer', roles: ['PRIVACY_OFFICER'], purposes: ['HOPERAT'], tenant: 'lakeside' };
    const token = await running.token(officer);
    const theirs = async (query: string, variables: Record<string, unknown>) => {
      const { body } = await running.ask(token, query, { variables });
      return Object(Object(body?.data).ledger);
    };
    const [event] = await running.events({ tenant: 'riverside', kinds: ['operation'] });
    const [ada, nobody] = await Promise.all(
      ['demo-ada', 'demo-bob'].map(async (patient) => {
        const { accounting } = await theirs(ACCOUNTING, { patient, all: true, format: 'JSON', until });
        const {
          generated: _,
          patient: __,
          period: ___,
          ...document
        } = JSON.parse(bytesOf(accounting).toString());
        const { export: page } = await theirs(EXPORT, { format: 'CSV', filter: { patient, until } });
        const { readings } = await theirs(READINGS, { patient });
        return { document, page, readings };
      }),
    );
    expect(ada).toEqual(nobody);
    expect(ada).toMatchObject({ document: { entries: [], complete: false }, page: { count: 0, next: null } });
    const { export: everything } = await theirs(EXPORT, { format: 'NDJSON' });
    expect(everything.count).toBeGreaterThan(0);
    expect(everything.text).not.toContain('riverside');
    expect(await theirs(PROOF, { event: event?.id })).toEqual({ proof: null });
    expect(await theirs(PROOF, { event: '01JD0000000000000000000001.0' })).toEqual({ proof: null });
  });

  it.each<[string, Record<string, unknown>]>([
    [PROOF, { event: 'Patient/demo-ada' }],
    [EXPORT, { format: 'CSV', first: 1001 }],
    [EXPORT, { format: 'CSV', after: 'none' }],
    [ACCOUNTING, { patient: 'Observation/o1', all: true, format: 'JSON' }],
  ])('is told what is not acceptable: %s %j', async (query, variables) => {
    expect(codes(await ask('auditor', query, variables))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a verification', () => {
  it('is whole, and on record with what came of it', async () => {
    const { body } = await ask('privacy-officer', VERIFY);
    const { verifyLedger } = Object(body?.data);
    expect(verifyLedger).toMatchObject({ state: 'DONE', ok: true, by: 'demo-privacy-officer', findings: 0 });
    expect(verifyLedger.entries).toBeGreaterThan(10);
    await sequence();
    const { lastVerification } = await ledgerOf('auditor', LAST);
    expect(lastVerification).toEqual(verifyLedger);
    expect(await acts()).toEqual(
      expect.arrayContaining([
        'Ledger.readings null',
        'Ledger.accounting ledger_accounting',
        'Ledger.export ledger_exported',
        'Ledger.proof null',
        'Ledger.trust null',
        'Ledger.lastVerification null',
        'Mutation.verifyLedger ledger_verify',
        'LedgerVerification.outcome ledger_verified',
      ]),
    );
  });

  it('there is one at a time', async () => {
    const both = await Promise.all([ask('auditor', VERIFY), ask('privacy-officer', VERIFY)]);
    expect(both.flatMap((one) => codes(one) ?? [])).toEqual(['CONFLICT']);
  });

  it('finds a log that was changed, and tells it', async () => {
    // A full bundle: the gateway's own sequencer, which is at work meanwhile, writes a partial one anew.
    const bundle = join(running.config.dataDir, 'ledger', 'log', 'tile', 'entries', '000');
    for (let turn = 0; turn < 300 && !existsSync(bundle); turn += 1) {
      await running.ask(await running.persona('physician'), CHART);
      await sequence();
    }
    const text = await readFile(bundle, 'latin1');
    expect(text).toContain('demo-physician');
    await writeFile(bundle, text.replaceAll('demo-physician', 'demo-physicist'), 'latin1');
    const { body } = await ask('auditor', VERIFY);
    expect(Object(body?.data).verifyLedger).toMatchObject({
      state: 'DONE',
      ok: false,
      firstBad: { code: expect.any(String), index: expect.any(Number) },
    });
    expect(running.log.map(({ event }) => event)).toContain('ledger.verification.found');
    const outcome = (await running.events({ kinds: ['privileged'] })).findLast(
      ({ operation }) => operation === 'ledger_verified',
    );
    expect(outcome?.resource.id).toMatch(/^done:bad:/);
  });
});

it('no value of a record is in any answer', async () => {
  const { body } = await running.ask(await running.persona('physician'), CHART);
  const values = textsOf(Object(body?.data)).filter((value) => value.length > 3);
  expect(values.length).toBeGreaterThan(8);
  expect(answers.length).toBeGreaterThan(40);
  for (const value of values) {
    expect(answers.filter((answer) => answer.includes(value))).toEqual([]);
  }
});

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
