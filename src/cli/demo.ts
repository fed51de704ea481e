import Table from 'cli-table3';
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { PERSONAS } from '../identity/personas.ts';
import { startGateway } from '../main.ts';
import { demoEmergency } from './demo-emergency.ts';
import { demoKill } from './demo-kill.ts';
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
    .option('--json', 'print the figures as one JSON line')
    .action(async (_options: unknown, command: Command) => {
      const { times, json } = command.optsWithGlobals<{ times: string; json?: boolean }>();
      const rounds = Number(times);
      if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000) {
        command.error('phield demo kill: --times expects a whole number from 1 to 1000', { exitCode: 2 });
      }
      const progress = (text: string) => process.stderr.write(`${text}\n`);
      const counts = await demoKill({ rounds, progress });
      if (json) process.stdout.write(`${JSON.stringify(counts)}\n`);
      else {
        process.stdout.write(
          `gateway killed ${counts.kills} times under load\n` +
            `values received  ${counts.received}\n` +
            `values recorded  ${counts.recorded}\n` +
            `values missing   ${counts.missing}\n`,
        );
      }
      if (counts.missing > 0 || counts.received === 0) process.exitCode = 1;
    });
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
