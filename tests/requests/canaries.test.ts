import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectEmbeddedStore, type EmbeddedStore } from '../../datasources/dynamodb/embedded-store.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { SCHEMA_FOLDER } from '../../src/schema-folder.ts';
import type { Answered } from '../support/answered.ts';
import { createCanaries, findCanary } from '../support/canary/canaries.ts';
import { canaryPatient } from '../support/canary/canary-patient.ts';
import { CANARY_PATIENT, CANARY_ROW } from '../support/canary/elements.ts';
import { postTo, refusedRequests } from '../support/canary/refused-requests.ts';
import { copyDemo, eventually, storeEnded } from '../support/copy-demo.ts';
import { FAULTS, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { type GatewayProcess, runCommand, startProcess } from '../support/gateway-process.ts';
import {
  everythingOf,
  filledCoordinates,
  objectType,
  patientDocuments,
} from '../support/select-everything.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { fill, mountSmall, unmount } from '../support/small-device.ts';
import { type TokenMint, tokenMint } from '../support/token-mint.ts';

const Patient = z.object({
  birthDate: z.string(),
  name: z.array(z.object({ family: z.string(), given: z.array(z.string()) })),
  identifier: z.array(z.object({ value: z.string() })),
  telecom: z.array(z.object({ value: z.string() })),
});

const ALLOWED = ['physician', 'nurse', 'pharmacist', 'coordinator', 'registration', 'billing', 'coder'];
const NOBODY = ['stranger', 'lakeside-physician', 'auditor', 'privacy-officer', 'admin', 'patient', 'proxy'];

/** Met by a search, by a review and by an explanation; what a model writes has canaries of its own (insight-silence). */
const NOT_BELOW_A_PATIENT =
  'PatientMatch BreakGlassReview AccessExplanation ConsentFinding PatientInsights Insight'.split(' ');

const canaries = createCanaries();
const resources = canaryPatient(canaries);
const values = [...canaries.planted];
let [dataDir, inputs] = ['', ''];
let store: EmbeddedStore;
let proxy: FaultProxy;
let gateway: GatewayProcess;
let mint: TokenMint;
let schema: GraphQLSchema;
let documents: readonly string[];
let smallDevice: boolean;

/** Everything that must be clean, by where it was met. */
const met: Record<string, string[]> = { traffic: [], commands: [], errors: [], headers: [], denied: [] };
const whole: Answered[] = [];

const env = () => ({
  PHIELD_DATA_DIR: dataDir,
  PHIELD_LOG_LEVEL: 'debug',
  PHIELD_DYNAMODB_ENDPOINT: proxy.endpoint,
});

beforeAll(async () => {
  dataDir = await copyDemo();
  inputs = await mkdtemp(join(tmpdir(), 'phield-canaries-'));
  await mkdir(ledgerDirectory(dataDir), { recursive: true });
  smallDevice = mountSmall(ledgerDirectory(dataDir), 32);
  if (!smallDevice) process.stdout.write('full device not tried: mounting a tmpfs is not permitted here\n');
  store = await connectEmbeddedStore(dataDir);
  proxy = await startFaultProxy(store.endpoint(), (body) => met.traffic?.push(body));
  mint = await tokenMint(dataDir);
  schema = readSdl(await loadSdl(SCHEMA_FOLDER)).schema;
  documents = patientDocuments(schema, CANARY_PATIENT);
});
afterAll(async () => {
  gateway?.kill('SIGKILL');
  await gateway?.exited;
  await proxy.close();
  store.close();
  await storeEnded(dataDir);
  if (smallDevice) unmount(ledgerDirectory(dataDir));
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  await rm(inputs, { recursive: true, force: true });
});

/** Notes what of an answer nobody may find anything in: its headers and errors, and all of it to whom nothing is due. */
function note(answer: Answered, due: boolean): Answered {
  met.headers?.push(JSON.stringify([...answer.headers]));
  met.errors?.push(
    JSON.stringify(answer.body === null ? answer.text : [answer.body.errors, answer.body.extensions]),
  );
  if (due) whole.push(answer);
  else met.denied?.push(answer.text);
  return answer;
}

async function command(...args: string[]) {
  const ended = await runCommand(args, env());
  met.commands?.push(ended.stdout, ended.stderr);
  return ended;
}

const tokenOf = (persona: string) =>
  persona === 'herself'
    ? mint.token({
        roles: ['PATIENT'],
        purposes: ['PATRQT'],
        patient: CANARY_PATIENT,
        fhirUser: `Patient/${CANARY_PATIENT}`,
      })
    : mint.persona(persona);

async function askAll(persona: string, due: boolean): Promise<Answered[]> {
  const token = await tokenOf(persona);
  const answers: Answered[] = [];
  for (const document of documents) answers.push(note(await gateway.ask(token, document), due));
  return answers;
}

describe('a patient with a planted value in every field', () => {
  it('is imported, and what cannot be is reported without its values', async () => {
    const entry = resources.map((resource) => ({ resource }));
    await writeFile(
      join(inputs, 'whole.json'),
      JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }),
    );
    const broken = resources.flatMap((resource) => [
      JSON.stringify({ ...resource, id: canaries.uri() }),
      JSON.stringify({ ...resource, resourceType: canaries.text(), id: 'x' }),
      JSON.stringify({ ...resource, id: 'x', subject: { display: canaries.text() }, patient: undefined }),
      JSON.stringify(resource).slice(0, -9),
    ]);
    await writeFile(join(inputs, 'broken.ndjson'), broken.join('\n'));
    const imported = await command('import', '--tenant', 'riverside', '--json', join(inputs, 'whole.json'));
    expect(imported.code, imported.stderr).toBe(0);
    expect(JSON.parse(imported.stdout)).toMatchObject({ errors: 0 });
    const refused = await command('import', '--tenant', 'riverside', join(inputs, 'broken.ndjson'));
    expect(refused.code).toBe(1);
    gateway = await startProcess(env());
  });

  it('is read by those it is due to: every value, in every field the schema declares', async () => {
    for (const persona of [...ALLOWED, 'herself']) await askAll(persona, true);
    const read = whole.map(({ text }) => text).join('\n');
    // Of a social security number and a licence nobody gets more than the last four characters.
    const { identifier } = Patient.parse(resources.find(({ resourceType }) => resourceType === 'Patient'));
    expect(values.filter((value) => !read.includes(value))).toEqual(
      identifier.slice(1).map(({ value }) => value),
    );
    const filled = new Set(whole.flatMap(({ body }) => filledCoordinates(body?.data)));
    const declared = Object.values((await shippedModel()).types)
      .filter(({ name }) => !NOT_BELOW_A_PATIENT.includes(name))
      .flatMap(({ fields }) => fields.map(({ coordinate }) => coordinate));
    // What a model writes is not asked for here, and is all that is not.
    expect(declared.filter((coordinate) => !filled.has(coordinate))).toEqual(['Patient.insights']);
    expect(findCanary(read)).not.toBeNull();
  });

  it('is not there for anybody else, nor in a generalised answer', async () => {
    for (const persona of NOBODY) {
      for (const { status, body } of await askAll(persona, false))
        expect({ status, patient: body?.data?.patient }).toEqual({ status: 200, patient: null });
    }
    for (const { text, body } of await askAll('researcher', true)) {
      expect(body?.data?.patient).not.toBeNull();
      expect(text).not.toMatch(/1931-/);
    }
  });

  it('is not quoted by what refuses a request with its values in it', async () => {
    const { name, birthDate, identifier, telecom } = Patient.parse(
      resources.find(({ resourceType }) => resourceType === 'Patient'),
    );
    const family = name[0]?.family ?? '';
    const search = {
      mrn: identifier[0]?.value,
      birthDate,
      name: `${family}, ${name[0]?.given[0]}`,
      phone: telecom[0]?.value,
    };
    for (const persona of ['physician', 'stranger', 'auditor', 'billing']) {
      const token = await tokenOf(persona);
      const patients = 'patients(search: $search) { edges { node { birthDate } } }';
      const found = await postTo(gateway, token, {
        query: `query ($search: PatientSearchInput) { ${patients} }`,
        variables: { search },
      });
      note(found, persona === 'physician' || persona === 'billing');
      for (const answer of await refusedRequests(gateway, token, { family, birthDate, search }))
        note(answer, false);
    }
  });

  it('is not quoted by parts that fail', async () => {
    const token = await tokenOf('physician');
    for (const [, fault] of FAULTS) {
      if (fault.kind === 'slow') continue;
      proxy.set(fault);
      const asked = documents.slice(0, 4).map((document) => gateway.ask(token, document));
      for (const answer of await Promise.all(asked)) note(answer, false);
    }
    proxy.set({ kind: 'error', status: 500, type: 'InternalServerError' }, 'Query');
    await askAll('coder', true);
    proxy.set({ kind: 'none' });
    if (!smallDevice) return;
    const filler = join(ledgerDirectory(dataDir), 'filler');
    await fill(filler);
    // The page in hand may take a last record or two.
    const withheld = async () => (await gateway.ask(token, documents[0] ?? '')).status === 503;
    await eventually(withheld, 'nothing is withheld');
    for (const { status, body } of await askAll('physician', false)) {
      expect({ status, data: body?.data }).toEqual({ status: 503, data: undefined });
    }
    await rm(filler);
    await eventually(async () => (await gateway.ask(token, documents[0] ?? '')).status === 200, 'no service');
  });

  it('is in what a privacy officer reads of an emergency, as written there, and told to nobody else', async () => {
    const [why, what] = [canaries.text(), canaries.text()];
    const inNeed = await mint.token({ sub: 'in-an-emergency' });
    const opening = `breakGlass(patientId: "${CANARY_PATIENT}", reason: OVRER, justification: "${why}")`;
    const opened = note(await gateway.ask(inNeed, `mutation { ${opening} { id expiresAt } }`), false);
    expect(opened.body?.errors).toBeUndefined();
    const review = everythingOf(objectType(schema, 'BreakGlassReview'));
    const queue = `{ breakGlassReviews(state: OPEN) { edges { node { ${review} } } } }`;
    for (const persona of [...ALLOWED, ...NOBODY, 'herself', 'researcher']) {
      if (persona === 'privacy-officer') continue;
      expect(note(await gateway.ask(await tokenOf(persona), queue), false).text).toContain('FORBIDDEN');
    }
    const officer = await tokenOf('privacy-officer');
    const read = note(await gateway.ask(officer, queue), true);
    expect(read.text).toContain(why);
    const [, id = ''] = /"id":"(BreakGlassReview\/[^"]+)"/.exec(read.text) ?? [];
    const verdict = `reviewBreakGlass(id: "${id}", verdict: JUSTIFIED, comment: "${what}") { ${review} }`;
    const judged = note(await gateway.ask(officer, `mutation { ${verdict} }`), true);
    expect(judged.text).toContain(what);
    const { fields = [] } = (await shippedModel()).types.BreakGlassReview ?? {};
    const filled = filledCoordinates(judged.body?.data);
    expect(fields.filter(({ coordinate }) => !filled.includes(coordinate))).toEqual([]);
    const actor = `{ id: "in-an-emergency", roles: ["PHYSICIAN"], purpose: "TREAT" }`;
    const asked = `resource: "Observation/${CANARY_ROW}", fields: ["code"], actor: ${actor}`;
    const explanation = everythingOf(objectType(schema, 'AccessExplanation'));
    const explained = await gateway.ask(
      officer,
      `mutation { explainAccess(input: { ${asked} }) { ${explanation} } }`,
    );
    expect(note(explained, false).text).toContain('BREAK_GLASS');
  });

  it('stands nowhere else: logs, metrics, ledger, errors, headers, commands, stored files, traffic', async () => {
    const metrics = await gateway.send('/metrics');
    expect(metrics.text).toContain('phield_http_request_duration_seconds_count');
    for (const args of [
      ['query'],
      ['query', '--json'],
      ['query', '--patient', CANARY_PATIENT, '--json'],
      ['verify'],
    ])
      expect((await command('ledger', ...args)).code).toBe(0);
    gateway.kill('SIGTERM');
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    const { stdout, stderr } = gateway.written();
    const files = await everyFile(dataDir);

    // These are the right places: what should stand in them does.
    expect(stderr).toContain('operation.refused');
    expect(met.commands?.join()).toContain(`"subject":"${CANARY_PATIENT}"`);
    expect(met.errors?.join()).toContain('PHI_ACCESS_DENIED');
    expect(met.traffic?.join()).toContain('"UnprocessedKeys"');
    const ledger = files.filter(({ path }) => path.startsWith(ledgerDirectory(dataDir)));
    expect(ledger.some(({ text }) => text.includes('Patient.name') && text.includes(CANARY_ROW))).toBe(true);

    const places = {
      stdout: [stdout],
      stderr: [stderr],
      metrics: [metrics.text],
      ...met,
      ...Object.fromEntries(files.map(({ path, text }) => [path.slice(dataDir.length), [text]])),
    };
    const found = Object.entries(places).flatMap(([place, texts]) =>
      texts.flatMap((text) => {
        const quoted = findCanary(text);
        return quoted === null ? [] : [`${place}: ${quoted}`];
      }),
    );
    expect(found.slice(0, 5)).toEqual([]);
  });
});

/** Contents as Latin-1, so that every byte is a character. */
async function everyFile(folder: string): Promise<readonly { path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'latin1') })));
}
