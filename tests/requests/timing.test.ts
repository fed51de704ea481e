import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallCounts, countCalls } from '../../datasources/dynamodb/count-calls.ts';
import type { HealthData, ResourceToWrite } from '../../datasources/health-data.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { resolvers } from '../../resolvers/resolvers.ts';
import { createTenantPolicies } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { Gateway } from '../../src/gateway.ts';
import type { FileLedger } from '../../src/ledger/file-ledger.ts';
import type { FileLayer } from '../../src/ledger/segments/file-layer.ts';
import { ROOT_RULES } from '../../src/root-rules.ts';
import { type DynamoBackend, openDynamoBackend } from '../datasources/backends.ts';
import { consent } from '../datasources/consent-resources.ts';
import { observation, patient, tie } from '../datasources/resources.ts';
import { openTestLedger } from '../ledger/open-test-ledger.ts';
import { type Apart, compareTimes, isDistinguishable, quantile } from '../support/compare-times.ts';
import { replayReads } from '../support/replayed-reads.ts';
import { actor, smallGateway } from '../support/small-gateway.ts';
import { DYNALITE } from '../support/test-stores.ts';

const PAIRS = 20_000;
/**
 * Milliseconds: about one whole answer inside the gateway. Below it lies what opening the items of a stored patient costs
 * over finding none, tens of microseconds for each; above it what two equal answers differ by once a store and a wire
 * are between. Whoever would see less has to ask for one id many times over, and each time is a denial in their name in
 * the ledger.
 */
const BUCKET = 0.5;
const IDS = Array.from({ length: 20 }, (_, at) => String(at).padStart(3, '0'));

/** Of the same length, so that requests and records are. */
const KINDS = { stranger: 'stranger', nobody: 'somebody', delayed: 'lateones' } as const;
type Kind = keyof typeof KINDS;

const QUESTIONS = {
  patient: ['query ($id: ID!) { patient(id: $id) { id birthDate } }', (id: string) => id],
  node: ['query ($id: ID!) { node(id: $id) { __typename id } }', (id: string) => `Observation/${id}-lab`],
} as const;
type Question = keyof typeof QUESTIONS;

let backend: DynamoBackend;
let calls: CallCounts;
let ledger: FileLedger;
let gateway: Gateway;
let folder: string;

const DISCARDED: FileLayer = {
  makeDirectory: async () => {},
  create: async () => ({
    write: async (bytes) => bytes.length,
    datasync: async () => {},
    truncate: async () => {},
    close: async () => {},
  }),
  syncDirectory: async () => {},
  remove: async () => {},
};

/** Somebody whom others treat, with consents, and rows. */
const chart = (id: string): readonly ResourceToWrite[] => [
  patient(id, {
    ties: [tie('Practitioner/other', 'CareTeam/t1'), tie('Practitioner/another', 'CareTeam/t2')],
    resource: {
      resourceType: 'Patient',
      id,
      birthDate: '1980-02-29',
      gender: 'female',
      name: [{ use: 'official', family: `Family of ${id}`, given: ['Given', 'Names'] }],
      telecom: [{ system: 'phone', value: '555-0100' }],
      address: [{ line: ['1 Synthetic Way'], city: 'Springfield', postalCode: '01101' }],
    },
  }),
  consent(`${id}-c1`, id, 'active'),
  consent(`${id}-c2`, id, 'inactive'),
  observation(`${id}-lab`, id, '2024-01-01'),
];

/** What a gateway is that tells: it works a bucket longer for some. */
function delaying(data: HealthData): HealthData {
  const late = (id: string) => {
    if (!id.startsWith(KINDS.delayed)) return;
    const until = performance.now() + BUCKET;
    while (performance.now() < until);
  };
  return {
    ...data,
    patient: async (id) => {
      late(id);
      return data.patient(id);
    },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phield-timing-'));
  backend = await openDynamoBackend(DYNALITE);
  const writer = backend.writer();
  await writer.write(IDS.flatMap((id) => chart(`${KINDS.stranger}-${id}`)));
  await writer.flush();
  replayReads(backend.client);
  calls = countCalls(backend.client);
  ledger = await openTestLedger(folder, { files: DISCARDED });
  const overlay = 'tenant: riverside\n';
  ({ gateway } = await smallGateway({
    typeDefs: await loadSdl('schema'),
    resolvers,
    world: {},
    config: {
      policies: (model) =>
        createTenantPolicies(new Map([['riverside', parseTenantOverlay(overlay, 'r.yaml', model)]]), model),
      openData: ({ id, fhirUser, purpose }) => delaying(backend.reader({ id, fhirUser, purpose })),
      ledger,
      rootRules: ROOT_RULES,
    },
  }));
  for (const question of ['patient', 'node'] as const) {
    for (const kind of ['stranger', 'nobody', 'delayed'] as const)
      await askPairs(question, [kind, kind], 500);
  }
}, 120_000);
afterAll(async () => {
  await gateway?.stop();
  await ledger?.close();
  await backend?.close();
  await rm(folder, { recursive: true, force: true });
});

const HEADERS = { authorization: JSON.stringify(actor()), 'content-type': 'application/json' };

interface Asked {
  readonly milliseconds: number;
  /** All that the answer says, and what was asked of the store for it. */
  readonly seen: string;
}

async function ask(question: Question, id: string): Promise<Asked> {
  const [query, idOf] = QUESTIONS[question];
  const body = { query, variables: { id: idOf(id) } };
  const request = { method: 'POST', headers: HEADERS, search: '', body, remoteAddress: '127.0.0.1' };
  const started = performance.now();
  const answer = await gateway.handle(request);
  const milliseconds = performance.now() - started;
  return { milliseconds, seen: `${answer.status} ${answer.body.trim()} ${JSON.stringify(calls.take())}` };
}

interface Pairs {
  readonly times: readonly [readonly number[], readonly number[]];
  readonly seen: readonly [ReadonlySet<string>, ReadonlySet<string>];
}

/** One after the other, each of a pair the first as often as the second. */
async function askPairs(question: Question, kinds: readonly [Kind, Kind], pairs: number): Promise<Pairs> {
  const times: [number[], number[]] = [[], []];
  const seen: [Set<string>, Set<string>] = [new Set(), new Set()];
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const side of pair % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const asked = await ask(question, `${KINDS[kinds[side]]}-${IDS[(pair * 7) % IDS.length]}`);
      times[side].push(asked.milliseconds);
      seen[side].add(asked.seen);
    }
  }
  return { times, seen };
}

const told = ({ apart, margin }: Apart) => `${(apart * 1000).toFixed(0)} ± ${(margin * 1000).toFixed(0)} µs`;

function report(name: string, { times: [one, other] }: Pairs): Apart {
  const found = compareTimes(one, other);
  const spread = quantile(other, 0.75) - quantile(other, 0.25);
  process.stdout.write(
    `timing, ${name}: ${told(found)} apart over ${one.length} pairs; an answer takes ` +
      `${quantile(other, 0.5).toFixed(2)} ms, its quartiles lie ${spread.toFixed(2)} ms apart\n`,
  );
  return found;
}

describe(`whether somebody exists, in buckets of ${BUCKET} ms`, () => {
  it.each([
    ['patient', PAIRS],
    ['node', PAIRS / 10],
  ] as const)(
    `is not told by how long the answer takes, nor by calls to the store: %s, %i pairs`,
    async (question, count) => {
      const pairs = await askPairs(question, ['stranger', 'nobody'], count);
      // One answer and one set of calls for both kinds, byte by byte.
      expect(pairs.seen[0].size).toBe(1);
      expect(pairs.seen[1]).toEqual(pairs.seen[0]);
      expect([...pairs.seen[0]][0]).toMatch(/^200 \{"data":\{"\w+":null\}.*"Query":1,"BatchGetItem":[12]\}$/);
      const found = report(`${question}: not mine and not there`, pairs);
      expect(isDistinguishable(found, BUCKET)).toBe(false);
    },
    300_000,
  );

  it('is compared finely enough to see a bucket, and does not see what is not there', async () => {
    const alike = report('control, alike', await askPairs('patient', ['nobody', 'nobody'], 2_000));
    expect(isDistinguishable(alike, BUCKET)).toBe(false);
    expect(Math.abs(alike.apart) - alike.margin).toBeLessThan(0.02);
    expect(alike.margin).toBeLessThan(BUCKET / 4);
    const delayed = report(
      'control, a bucket apart',
      await askPairs('patient', ['delayed', 'nobody'], 2_000),
    );
    expect(isDistinguishable(delayed, BUCKET)).toBe(true);
    expect(delayed.apart - delayed.margin).toBeGreaterThan(BUCKET / 2);
  }, 120_000);
});
