import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEmbeddedStore, type EmbeddedStore } from '../../datasources/dynamodb/embedded-store.ts';
import { importResources, patientNamed } from '../attacks/import-resources.ts';
import { copyDemo, storeEnded } from '../support/copy-demo.ts';
import { observed, visit } from '../support/filtered-patients.ts';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';
import { type StaleProxy, startStaleProxy } from '../support/stale-proxy.ts';

/** Of which each is one consent: given, read, withdrawn, read. */
const ROUNDS = 500;
const PATIENTS = 20;
/** Divides the number of patients, so that no patient is in two. */
const LANES = 4;
/** What no consent permits stays shut, so that to withdraw a consent is to close. */
const OVERLAY = 'tenant: riverside\nsettings: { implicitConsent: deny }\n';
const LAG = 1_000;

const RECORD = `mutation ($id: ID!) { recordConsent(patientId: $id,
  input: { decision: PERMIT, purposes: [TREATMENT] }) { id version } }`;
const WITHDRAW = 'mutation ($id: ID!) { withdrawConsent(id: $id) { status } }';
const READ = `query ($id: ID!, $row: ID!) { patient(id: $id) { birthDate }
  node(id: $row) { ... on Observation { code { codings { code } } } } }`;
const NOTHING = { patient: null, node: null };

let folders: readonly string[];
let stores: readonly EmbeddedStore[];
let proxies: readonly StaleProxy[];
let [one, other, careless]: readonly TestGateway[] = [];

/**
 * The new enemy (Zanzibar, USENIX ATC 2019, §2.2), whole: a mutation through one gateway, a query through another, over a
 * store whose inconsistent reads are a second old. A third gateway's reads are never marked consistent.
 */
beforeAll(async () => {
  const tenants = await mkdtemp(join(tmpdir(), 'phield-enemy-'));
  await writeFile(join(tenants, 'riverside.yaml'), OVERLAY);
  await writeFile(join(tenants, 'lakeside.yaml'), 'tenant: lakeside\n');
  const [dataDir, copyDir] = [await copyDemo(), await copyDemo()];
  folders = [tenants, dataDir, copyDir];
  stores = [await connectEmbeddedStore(dataDir), await connectEmbeddedStore(copyDir)];
  const [store = '', copy = ''] = stores.map(({ endpoint }) => endpoint());
  const heeding = await startStaleProxy(store, copy, { lag: LAG });
  const unmarking = await startStaleProxy(store, copy, { lag: LAG, unmarked: true });
  proxies = [heeding, unmarking];
  const over = ({ endpoint }: StaleProxy) =>
    runGateway({
      dataDir,
      env: { PHIELD_DYNAMODB_ENDPOINT: endpoint, PHIELD_TENANTS_DIR: tenants },
    });
  one = await over(heeding);
  other = await over(heeding);
  careless = await over(unmarking);
  const ids = Array.from({ length: PATIENTS }, (_, at) => `enemy-${at}`);
  await importResources(
    one.config,
    ids.flatMap((id) => [patientNamed(id, 'Enemy'), visit(id), observed(id, 'lab', '4548-4')]),
  );
  await passed(LAG + 200);
}, 120_000);
afterAll(async () => {
  for (const gateway of [one, other, careless]) await gateway?.stop();
  for (const proxy of proxies) await proxy.close();
  for (const store of stores) store.close();
  const [tenants = '', ...data] = folders;
  for (const folder of data) await storeEnded(folder);
  for (const folder of [tenants, ...data]) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}, 120_000);

const passed = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One patient at home at one gateway, and a physician who reads through another. */
async function between(home: TestGateway | undefined, elsewhere: TestGateway | undefined, at: number) {
  if (home === undefined || elsewhere === undefined) throw new Error('no gateway');
  const id = `enemy-${at}`;
  const who = { sub: id, roles: ['PATIENT'], purposes: ['PATRQT'], fhirUser: `Patient/${id}`, patient: id };
  const [patient, physician] = [await home.token(who), await elsewhere.persona('physician')];
  const act = async (query: string, variables: object) => {
    const { body, text } = await home.ask(patient, query, { variables: { ...variables } });
    if (body?.errors !== undefined) throw new Error(text);
    return Object(body?.data);
  };
  return {
    give: async () => String((await act(RECORD, { id })).recordConsent.id),
    withdraw: (consent: string) => act(WITHDRAW, { id: consent }),
    read: async (): Promise<Read> => {
      const variables = { id, row: `Observation/${id}-lab` };
      const { status, body } = await elsewhere.ask(physician, READ, { variables });
      return { status, data: body?.data };
    },
  };
}

interface Read {
  readonly status: number;
  readonly data: unknown;
}

const disclosed = (reads: readonly Read[]) =>
  reads.filter(({ data }) => JSON.stringify(data) !== JSON.stringify(NOTHING)).length;

describe('a consent that was withdrawn through one gateway', () => {
  it.each([ROUNDS])(
    'is seen by no read through another, %i times',
    async (rounds) => {
      const given: Read[] = [];
      const after: Read[] = [];
      const sides = await Promise.all(Array.from({ length: PATIENTS }, (_, at) => between(one, other, at)));
      /** One after another for each patient, as many patients at once as there are lanes. */
      const lane = async (first: number) => {
        for (let round = first; round < rounds; round += LANES) {
          const side = sides[round % PATIENTS];
          if (side === undefined) throw new Error('no patient');
          const consent = await side.give();
          given.push(await side.read());
          await side.withdraw(consent);
          after.push(await side.read());
        }
      };
      await Promise.all(Array.from({ length: LANES }, (_, at) => lane(at)));
      expect(after.map(({ status }) => status)).toEqual(Array(rounds).fill(200));
      expect(disclosed(after)).toBe(0);
      // Each time there was something to see: what was given held as soon.
      expect(disclosed(given)).toBe(rounds);
    },
    300_000,
  );

  it('would be, were reads not marked consistent', async () => {
    const [heeding, unmarking] = proxies;
    const side = await between(one, careless, 0);
    const reads: Read[] = [];
    for (let round = 0; round < 3; round += 1) {
      const consent = await side.give();
      await passed(LAG + 200);
      await side.withdraw(consent);
      reads.push(await side.read());
      await passed(LAG + 200);
      expect(disclosed([await side.read()])).toBe(0);
    }
    expect(disclosed(reads)).toBe(reads.length);
    expect(unmarking?.stale.get('BatchGetItem') ?? 0).toBeGreaterThan(0);
    // What decides is asked for consistently: of the others' batches not one was answered from the copy.
    expect(heeding?.stale.get('BatchGetItem') ?? 0).toBe(0);
  }, 60_000);
});
