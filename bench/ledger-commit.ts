import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import type { LedgerOrder, LedgerTurn } from './ledger-commit-process.ts';
import { isLedgerContender, LEDGER_CONTENDERS, type LedgerContender } from './ledger-contenders.ts';
import { median } from './quantiles.ts';

/** Operations that wait for the device at any moment, and events of each (W2). */
const WAITING = 64;
const EVENTS = 600;

export interface LedgerCommitRound {
  readonly round: number;
  /** The machine's load before it: what else wanted the processors. */
  readonly load: number;
  readonly turns: Readonly<Record<LedgerContender, LedgerTurn>>;
}

/** Contenders take turns on the same device; each has a process of its own. The first round warms up. */
export async function measureLedgerCommit(
  rounds: number,
  seconds: number,
  progress: (text: string) => void,
): Promise<readonly LedgerCommitRound[]> {
  const names = Object.keys(LEDGER_CONTENDERS).filter(isLedgerContender);
  const children = await Promise.all(names.map(start));
  try {
    const measured: LedgerCommitRound[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      progress(round === 0 ? 'warming up the ledger' : `ledger, round ${round} of ${rounds}`);
      const turns: Partial<Record<LedgerContender, LedgerTurn>> = {};
      const load = loadavg()[0] ?? Number.NaN;
      for (const { name, child } of children) turns[name] = await takeTurn(child, seconds);
      const { phield, naive, pino } = turns;
      if (round === 0 || phield === undefined || naive === undefined || pino === undefined) continue;
      measured.push({ round, load, turns: { phield, naive, pino } });
    }
    return measured;
  } finally {
    await Promise.all(children.map(({ child }) => stop(child)));
  }
}

export function printLedgerCommit(rounds: readonly LedgerCommitRound[]): void {
  console.log(
    `\nThe ledger alone: ${WAITING} operations waiting at any moment, W2's record (${EVENTS} events) each, on files:`,
  );
  const table = new Table({
    head: ['', 'op/s', 'fastest', 'p50 ms', 'p99 ms', 'best p99', 'CPU µs/op', 'op/s ratio', 'CPU ratio'],
    style: { head: [], border: [] },
  });
  const all = (name: LedgerContender, figure: (turn: LedgerTurn) => number) =>
    rounds.map(({ turns }) => figure(turns[name]));
  for (const name of Object.keys(LEDGER_CONTENDERS).filter(isLedgerContender)) {
    const ratio = (figure: (turn: LedgerTurn) => number) =>
      median(rounds.map(({ turns }) => figure(turns[name]) / figure(turns.naive))).toFixed(2);
    table.push([
      name,
      median(all(name, ({ perSecond }) => perSecond)).toFixed(0),
      Math.max(...all(name, ({ perSecond }) => perSecond)).toFixed(0),
      median(all(name, ({ p50 }) => p50)).toFixed(2),
      median(all(name, ({ p99 }) => p99)).toFixed(2),
      Math.min(...all(name, ({ p99 }) => p99)).toFixed(2),
      median(all(name, ({ cpuMicroseconds }) => cpuMicroseconds)).toFixed(1),
      ratio(({ perSecond }) => perSecond),
      ratio(({ cpuMicroseconds }) => cpuMicroseconds),
    ]);
  }
  console.log(table.toString());
  for (const [name, about] of Object.entries(LEDGER_CONTENDERS)) console.log(`  ${name.padEnd(7)} ${about}`);
  const bytes = rounds[0]?.turns.phield.recordBytes ?? Number.NaN;
  const load = median(rounds.map((round) => round.load)).toFixed(1);
  console.log(
    `${bytes} bytes a record, ${(bytes / EVENTS).toFixed(2)} an event. Medians of ${rounds.length} rounds; ratios are taken`,
  );
  console.log(`within a round, to naive. The machine's load was ${load} when rounds began.`);
}

async function start(name: LedgerContender): Promise<{ name: LedgerContender; child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, 'ledger-commit-process.ts'), [name], {
    execArgv: ['--no-warnings'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  await nextMessage(child);
  return { name, child };
}

async function takeTurn(child: ChildProcess, seconds: number): Promise<LedgerTurn> {
  const order: LedgerOrder = { kind: 'write', waiting: WAITING, milliseconds: seconds * 1000 };
  child.send(order);
  const turn = await nextMessage(child);
  if (!isTurn(turn)) throw new Error('a contender answered something else');
  return turn;
}

function isTurn(message: unknown): message is LedgerTurn {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'turn';
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const { signal } = ended;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`a contender ended with code ${code}`);
      }),
    ]);
  } finally {
    ended.abort();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.send({ kind: 'stop' } satisfies LedgerOrder);
  await ended;
}
