import Table from 'cli-table3';
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { PERSONAS } from '../identity/personas.ts';
import { startGateway } from '../main.ts';
import { demoEmergency } from './demo-emergency.ts';
import { demoKill, type KillCounts, type KillPlan } from './demo-kill.ts';
import { DEMO_PERSONAS, DEMO_QUERY } from './demo-query.ts';
import { flattenAnswer } from './flatten-answer.ts';
import { personaToken } from './persona-token.ts';

const TEN_MINUTES = 600;

/** `phield demo`: one query beside its answers to five people. `phield demo kill`: promise 4 under SIGKILL. */
export function registerDemoCommand(program: Command): void {
  const demo = program
    .command('demo')
    .description('one query beside its answers to physician, billing clerk, patient, stranger and auditor')
    .option('--json', 'print the answers as one JSON line')
    .action(async (options: { json?: boolean }) => showDemo(options.json ?? false));
  demo
    .command('emergency')
    .description(
      'a glass is broken, read through and reviewed; a consent is given and withdrawn (own data folder)',
    )
    .option('--json', 'print one step per line as JSON')
    .action(async (_options: unknown, command: Command) =>
      showEmergency(command.optsWithGlobals().json === true),
    );
  demo
    .command('kill')
    .description('kill a gateway under load and count values received, recorded, missing (own data folder)')
    .option('--times <n>', 'how often', '5')
    .option('--minutes <n>', 'for so long instead')
    .option('--every <seconds>', 'with --minutes: about how long each gateway lives under load', '4')
    .option('--json', 'print the figures as one JSON line')
    .action(async (_options: unknown, command: Command) => {
      const { json, ...asked } = command.optsWithGlobals<KillAsked & { json?: boolean }>();
      const plan = killPlan(asked);
      if (typeof plan === 'string') command.error(`phield demo kill: ${plan}`, { exitCode: 2 });
      const counts = await demoKill({ plan, progress: (text) => process.stderr.write(`${text}\n`) });
      process.stdout.write(json ? `${JSON.stringify(counts)}\n` : renderKills(counts));
      if (counts.missing > 0 || counts.received === 0 || !counts.verified) process.exitCode = 1;
    });
}

interface KillAsked {
  readonly times: string;
  readonly minutes?: string;
  readonly every: string;
}

/** @returns what is wrong with it, where something is. */
function killPlan({ times, minutes, every }: KillAsked): KillPlan | string {
  if (minutes === undefined) {
    if (isWithin(times, 1, 1_000)) return { times: Number(times) };
    return '--times expects a whole number from 1 to 1000';
  }
  if (!isWithin(minutes, 1, 1_440)) return '--minutes expects a whole number from 1 to 1440';
  if (!isWithin(every, 1, 600)) return '--every expects a whole number from 1 to 600';
  return { minutes: Number(minutes), everySeconds: Number(every) };
}

function isWithin(text: string, least: number, most: number): boolean {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most;
}

function renderKills(counts: KillCounts): string {
  const { kills, answers, received, recorded, missing, verified, records, seconds, memory } = counts;
  return (
    `gateway killed ${kills} times under load in ${seconds} s, ${answers} answers received\n` +
    `values received  ${received}\n` +
    `values recorded  ${recorded}\n` +
    `values missing   ${missing}\n` +
    `ledger verify    ${verified ? 'ok' : 'FINDINGS'}, ${records} records\n` +
    `memory of this command  ${memory.early} MB early, ${memory.late} MB at the end\n`
  );
}

async function showDemo(json: boolean): Promise<void> {
  const config = loadConfig(process.env);
  if (config.profile !== 'embedded') throw new Error('the demo tenants exist in the embedded profile only');
  const { url, stop } = await reachGateway(config);
  try {
    const answers = await Promise.all(
      DEMO_PERSONAS.map(
        async (name) => [name, await ask(url, await personaToken(config, name, TEN_MINUTES))] as const,
      ),
    );
    process.stdout.write(json ? `${JSON.stringify(Object.fromEntries(answers))}\n` : renderAnswers(answers));
  } finally {
    await stop();
  }
}

async function showEmergency(json: boolean): Promise<void> {
  const config = loadConfig(process.env);
  if (config.profile !== 'embedded') throw new Error('the demo tenants exist in the embedded profile only');
  const steps = await demoEmergency(config, (text) => process.stderr.write(`${text}\n`));
  if (json) {
    for (const step of steps) process.stdout.write(`${JSON.stringify(step)}\n`);
    return;
  }
  const table = new Table({
    head: ['who', 'does', 'outcome'],
    style: { head: [], border: [], compact: true },
    colWidths: [18, 28, 72],
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  for (const { who, does, outcome } of steps) table.push([who, does, outcome]);
  process.stdout.write(`${table.toString()}\n  all patients are synthetic\n`);
}

/** The gateway that serves already, else one of our own on a free port for as long as the command lasts. */
async function reachGateway(
  config: ReturnType<typeof loadConfig>,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const url = `http://${config.host}:${config.port}`;
  const alive = await fetch(`${url}/health/ready`).then(
    (answer) => answer.ok,
    () => false,
  );
  if (alive) return { url, stop: async () => {} };
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const own = await startGateway({ ...config, port: 0, logLevel: 'error' }, { progress });
  return { url: own.url, stop: () => own.close() };
}

async function ask(url: string, token: string): Promise<unknown> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: DEMO_QUERY }),
  });
  return answer.json();
}

function renderAnswers(answers: readonly (readonly [string, unknown])[]): string {
  const columns = answers.map(([name, answer]) => [name, flattenAnswer(answer)] as const);
  const fields = [...new Set(columns.flatMap(([, cells]) => [...cells.keys()]))];
  const table = new Table({
    head: ['field', ...columns.map(([name]) => name)],
    style: { head: [], border: [], compact: true },
    colWidths: [26, ...columns.map(() => 24)],
    wordWrap: true,
  });
  for (const field of fields) table.push([field, ...columns.map(([, cells]) => cells.get(field) ?? '·')]);
  const legend = columns.map(([name]) => `  ${name}: ${PERSONAS[name]?.about ?? ''}`).join('\n');
  return `${DEMO_QUERY}\n\n${table.toString()}\n\n${legend}\n  · not there or withheld; (denied: why) names the reason; all patients are synthetic\n`;
}
