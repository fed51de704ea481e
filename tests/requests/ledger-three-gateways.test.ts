import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LedgerStore, openLedgerStore } from '../../datasources/dynamodb/ledger-store.ts';
import { openInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { receivedValues } from '../../src/cli/received-values.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { createChainCheck } from '../../src/ledger/chain/check-chain.ts';
import { decodeRecord } from '../../src/ledger/decode-record.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import type { OperationRecord } from '../../src/ledger/operation-record.ts';
import { copyDemo, storeEnded } from '../support/copy-demo.ts';
import { DISCLOSING_QUERY } from '../support/disclosed.ts';
import { type GatewayProcess, runCommand, startProcess } from '../support/gateway-process.ts';

const LEDGER = { PHIELD_LEDGER_REQUIRE: 'dynamodb', PHIELD_LEDGER_HEARTBEAT_SECONDS: '1' };

let dataDir: string;
let config: Config;
let table: LedgerStore;
let gateways: GatewayProcess[];

beforeAll(async () => {
  dataDir = await copyDemo();
  const env = { PHIELD_DATA_DIR: dataDir, PHIELD_LOG_LEVEL: 'warn', ...LEDGER };
  config = loadConfig(env);
  table = await openLedgerStore(config);
  gateways = [];
  for (let at = 0; at < 3; at += 1) gateways.push(await startProcess(env));
}, 240_000);

afterAll(async () => {
  for (const gateway of gateways ?? []) gateway.kill('SIGTERM');
  await Promise.all((gateways ?? []).map(({ exited }) => exited));
  await table.close();
  await storeEnded(dataDir);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

interface Received {
  readonly request: string;
  readonly values: readonly string[];
}

/** A client asks one gateway until that is gone or `state.on` is false. */
async function ask({ ask, tokens }: GatewayProcess, state: { on: boolean }, received: Received[]) {
  while (state.on) {
    const answer = await ask(tokens.physician ?? '', DISCLOSING_QUERY).catch(() => null);
    if (answer === null) return;
    const values = receivedValues(answer.text);
    received.push({ request: answer.headers.get('phield-request-id') ?? '', values });
  }
}

type Chains = Map<string, { batches: number; closed: boolean; records: OperationRecord[] }>;

/** Every chain in the table: checked from its first batch to its last, and what it says. */
async function readTable(): Promise<Chains> {
  const { key, origin } = await openInstallation(config);
  const chains: Chains = new Map();
  for (const writer of await table.source.writers()) {
    const check = createChainCheck(writer, origin, [key.publicKey]);
    const chain = { batches: 0, closed: false, records: [] as OperationRecord[] };
    chains.set(writer, chain);
    for await (const batch of table.source.batches(writer, 1)) {
      expect(check.accept(batch)).toBeNull();
      chain.batches += 1;
      chain.closed = batch.head.kind === 'close';
      for (const bytes of batch.records) {
        const decoded = decodeRecord(bytes);
        if (decoded !== null && batch.head.kind === 'records') chain.records.push(decoded.record);
      }
    }
    expect(chain.batches).toBeGreaterThan(0);
  }
  return chains;
}

/** What the records of one request say was disclosed, as `Type/id coordinate`. */
function disclosedBy(records: Iterable<OperationRecord>): ReadonlyMap<string, ReadonlySet<string>> {
  const events = new Map<string, Set<string>>();
  for (const record of records) {
    const values = events.get(record.request) ?? new Set();
    events.set(record.request, values);
    for (const { decision, resource, coordinate } of expandRecord(record, 0)) {
      if (decision !== 'DENY') values.add(`${resource.type}/${resource.id} ${coordinate}`);
    }
  }
  return events;
}

const recordsOf = (chains: Chains) => [...chains.values()].flatMap(({ records }) => records);

/** Writers that the ledger calls lost, as often as it does. */
function lostWriters(records: Iterable<OperationRecord>): readonly string[] {
  return [...records]
    .filter(({ operation }) => operation === 'writer_lost')
    .flatMap(({ subjects, shapes }) =>
      subjects.flatMap(({ groups }) =>
        groups.filter(({ shape }) => shapes[shape]?.type === 'LedgerWriter').flatMap((one) => one.resources),
      ),
    );
}

test('of three gateways on one table one is killed under load: chains without gaps, and every value received is in them', {
  timeout: 240_000,
}, async () => {
  const state = { on: true };
  const received: Received[] = [];
  const [killed, ...others] = gateways;
  if (killed === undefined) throw new Error('no gateway');
  const clients = gateways.flatMap((gateway) => [1, 2].map(() => ask(gateway, state, received)));
  for (let waited = 0; received.length < 60 && waited < 30_000; waited += 20) await delay(20);
  killed.kill('SIGKILL');
  await killed.exited;
  const atKill = received.length;
  for (let waited = 0; received.length < atKill + 40 && waited < 30_000; waited += 20) await delay(20);
  state.on = false;
  await Promise.all(clients);

  const chains = await readTable();
  const ofGateways = [...chains].filter(([, { records }]) =>
    records.some(({ kind }) => kind === 'operation'),
  );
  expect(ofGateways).toHaveLength(3);
  const events = disclosedBy(ofGateways.flatMap(([, { records }]) => records));
  const total = received.reduce((sum, { values }) => sum + values.length, 0);
  const missing = received.flatMap(({ request, values }) =>
    values.filter((value) => !events.get(request)?.has(value)),
  );
  expect(total).toBeGreaterThan(1_000);
  expect(missing).toEqual([]);

  // Three heartbeats of a second, and some: who fell silent without a close is found out, once, by whoever sequences.
  let lost: readonly string[] = [];
  for (let waited = 0; lost.length === 0 && waited < 160; waited += 1) {
    await delay(500);
    lost = lostWriters(recordsOf(await readTable()));
  }
  await delay(3_000);
  expect(lost).toHaveLength(1);
  expect(lostWriters(recordsOf(await readTable()))).toEqual(lost);

  for (const gateway of others) gateway.kill('SIGTERM');
  const exits = await Promise.all(others.map(({ exited }) => exited));
  const said = others.map((gateway) => Object.values(gateway.written()).join('\n')).join('\n');
  expect(exits, said).toEqual(others.map(() => ({ code: 0, signal: null })));
  const ended = await readTable();
  const open = [...ended].filter(([, { closed }]) => !closed).map(([writer]) => writer);
  expect(open, said).toEqual(lost);
  const env = { PHIELD_DATA_DIR: dataDir, ...LEDGER };
  expect((await runCommand(['ledger', 'sequence', '--once'], env)).code).toBe(0);
  const verified = await runCommand(['ledger', 'verify', '--dynamodb', '--json'], env);
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, firstBad: null });
});
