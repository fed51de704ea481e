import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { createKillAudit } from './kill-audit.ts';
import { type KillableGateway, startKillableGateway, verifyKilled } from './kill-gateway.ts';
import { type Received, runClients } from './kill-load.ts';

export interface KillCounts {
  readonly kills: number;
  /** Answers that arrived, whole or in part. */
  readonly answers: number;
  /** PHI values in them. */
  readonly received: number;
  /** Of these, how many have their event in the ledger. */
  readonly recorded: number;
  readonly missing: number;
  /** What `phield ledger verify` says at the end, and how many records it has read. */
  readonly verified: boolean;
  readonly records: number;
  readonly seconds: number;
  /** Megabytes in use by this command after its tenth kill, or its last, and at its end. */
  readonly memory: { readonly early: number; readonly late: number };
}

/** When to kill and when to end. */
export type KillPlan =
  /** So often, each time as soon as a few answers are out. */
  | { readonly times: number }
  /** For so long, each time after about so many seconds under load. */
  | { readonly minutes: number; readonly everySeconds: number };

export interface KillOptions {
  readonly plan: KillPlan;
  readonly progress: (text: string) => void;
  /** Clients asking at once. */
  readonly clients?: number;
}

const ANSWERS_BEFORE_KILL = 40;
/** Milliseconds. */
const MOST_WAIT = 10_000;

/**
 * Promise 4, tried: a gateway of its own (own folder, free port) under load is killed with SIGKILL, restarted, and so
 * on. After each kill every PHI value that any client received is looked up in the ledger, and let go of; at the end
 * the ledger is verified.
 */
export async function demoKill({ plan, progress, clients = 8 }: KillOptions): Promise<KillCounts> {
  const dataDir = await mkdtemp(join(tmpdir(), 'phield-kill-'));
  const audit = createKillAudit(ledgerDirectory(dataDir));
  const began = performance.now();
  const counts = { kills: 0, answers: 0, received: 0, recorded: 0, missing: 0 };
  let early = 0;
  try {
    while (goesOn(plan, counts.kills, performance.now() - began)) {
      const gateway = await startKillableGateway(dataDir);
      const received = await killUnderLoad(gateway, clients, plan);
      const recorded = await audit.recorded(received);
      counts.kills += 1;
      counts.answers += received.length;
      counts.received += received.reduce((sum, { values }) => sum + values.length, 0);
      counts.recorded += recorded;
      counts.missing = counts.received - counts.recorded;
      if (counts.kills <= 10) early = megabytes();
      progress(describe(plan, counts, performance.now() - began));
    }
    // Once more, and ended in order: what the killed ones left is then where it belongs.
    await (await startKillableGateway(dataDir)).end('SIGTERM');
    const { ok, records } = await verifyKilled(dataDir);
    const seconds = Math.round((performance.now() - began) / 1000);
    return { ...counts, verified: ok, records, seconds, memory: { early, late: megabytes() } };
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function goesOn(plan: KillPlan, kills: number, elapsed: number): boolean {
  return 'times' in plan ? kills < plan.times : elapsed < plan.minutes * 60_000;
}

/** Under load means mid-flight: some answers are out, and the moment is arbitrary. */
async function killUnderLoad(
  gateway: KillableGateway,
  clients: number,
  plan: KillPlan,
): Promise<readonly Received[]> {
  const received: Received[] = [];
  const load = runClients(gateway, clients, received);
  if ('times' in plan) {
    for (let waited = 0; received.length < ANSWERS_BEFORE_KILL && waited < MOST_WAIT; waited += 10) {
      await delay(10);
    }
    await delay(Math.random() * 200);
  } else await delay(plan.everySeconds * 1000 * (0.5 + Math.random()));
  await gateway.end('SIGKILL');
  await load;
  return received;
}

function describe(
  plan: KillPlan,
  {
    kills,
    answers,
    received,
    recorded,
    missing,
  }: Pick<KillCounts, 'kills' | 'answers' | 'received' | 'recorded' | 'missing'>,
  elapsed: number,
): string {
  const of =
    'times' in plan ? `of ${plan.times}` : `in ${(elapsed / 60_000).toFixed(1)} of ${plan.minutes} min`;
  return `killed ${kills} ${of}; ${answers} answers; values received ${received}, recorded ${recorded}, missing ${missing}; ${megabytes()} MB`;
}

/** What is in use: of what is not, a run of half an hour lets hundreds of megabytes lie. */
function megabytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1024 / 1024);
}
