import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { receivedValues } from './received-values.ts';
import { recordedValues } from './recorded-values.ts';

export interface KillCounts {
  readonly kills: number;
  /** PHI values that clients received, in answers that arrived whole or in part. */
  readonly received: number;
  /** Of these, how many have their event in the ledger. */
  readonly recorded: number;
  readonly missing: number;
}

export interface KillOptions {
  readonly rounds: number;
  readonly progress: (text: string) => void;
  /** Clients asking at once. */
  readonly clients?: number;
}

const ANSWERS_BEFORE_KILL = 40;
/** Milliseconds. */
const MOST_WAIT = 10_000;

/** What `phield serve --json` prints when it serves. */
const Serving = z.object({ url: z.url(), tokens: z.record(z.string(), z.string()) });

const LOAD_QUERY = `query Load {
  patient(id: "Patient/demo-ada") { fhirId birthDate gender mrn
    conditions(first: 5) { edges { node { fhirId recordedDate } } }
    observations(first: 10, category: LAB) { edges { node { fhirId effectiveDateTime } } } }
}`;

/**
 * Promise 4, tried: a gateway of its own (own folder, free port) under load is killed with SIGKILL, restarted,
 * and so on; then every PHI value that any client received is looked up in the ledger.
 */
export async function demoKill({ rounds, progress, clients = 8 }: KillOptions): Promise<KillCounts> {
  const dataDir = await mkdtemp(join(tmpdir(), 'phield-kill-'));
  const received: { request: string; values: readonly string[] }[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const gateway = await startChild(dataDir);
      const before = received.length;
      const load = runClients(gateway, clients, received);
      // Under load means mid-flight: some answers are out, and the moment is arbitrary.
      for (
        let waited = 0;
        received.length < before + ANSWERS_BEFORE_KILL && waited < MOST_WAIT;
        waited += 10
      ) {
        await delay(10);
      }
      await delay(Math.random() * 200);
      gateway.kill();
      await load;
      progress(`killed ${round} of ${rounds}; ${received.length} answers so far`);
    }
    const recorded = await recordedValues(
      ledgerDirectory(dataDir),
      new Set(received.map(({ request }) => request)),
    );
    let found = 0;
    let total = 0;
    for (const { request, values } of received) {
      const events = recorded.get(request) ?? new Set<string>();
      total += values.length;
      found += values.filter((value) => events.has(value)).length;
    }
    return { kills: rounds, received: total, recorded: found, missing: total - found };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Child {
  readonly url: string;
  readonly token: string;
  kill(): void;
}

/** The gateway as `npm start` runs it, in a process that can be killed. */
async function startChild(dataDir: string): Promise<Child> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'serve', '--json'], {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      PHIELD_DATA_DIR: dataDir,
      PHIELD_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, tokens } = Serving.parse(JSON.parse(line));
    return { url, token: tokens.physician ?? '', kill: () => void child.kill('SIGKILL') };
  }
  throw new Error('the gateway did not start');
}

/** Each client asks again as soon as it is answered, until the gateway is gone. */
async function runClients(
  { url, token }: Child,
  clients: number,
  received: { request: string; values: readonly string[] }[],
): Promise<void> {
  const client = async () => {
    for (let asked = 0; asked < 5_000; asked += 1) {
      const answer = await receive(url, token);
      if (answer === null) return;
      received.push(answer);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

/** What arrived of one answer; a cut-off body counts as far as it came. `null`: nothing arrived. */
async function receive(
  url: string,
  token: string,
): Promise<{ request: string; values: readonly string[] } | null> {
  let text = '';
  let request = '';
  try {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: LOAD_QUERY }),
    });
    request = answer.headers.get('phield-request-id') ?? '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    if (request === '') return null;
  }
  return { request, values: receivedValues(text) };
}
