import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { trace } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerDirectory } from '../../src/ledger/ledger-directory.ts';
import { converseInput, sdkClient } from '../bedrock-local/sdk-clients.ts';
import type { Answered } from '../support/answered.ts';
import { createCanaries, findCanary } from '../support/canary/canaries.ts';
import { copyDemo, storeEnded } from '../support/copy-demo.ts';
import { type GatewayProcess, runCommand, startProcess } from '../support/gateway-process.ts';
import { recordSpans } from '../support/recorded-spans.ts';
import { runGateway } from '../support/running-gateway.ts';
import { type TokenMint, tokenMint } from '../support/token-mint.ts';

const PATIENT = 'demo-ada';
const ROOT = join(import.meta.dirname, '..', '..');
const canaries = createCanaries();
/** Said in a note and a problem of the record, in a question, at a visit, and by a reviewer. */
const [problem, note, question, transcript, reason] = [1, 2, 3, 4, 5].map(() => canaries.text());
const INSIGHT = '{ id sentences { text citations { quote } } }';
/** What a model is made to answer with, besides its honest answers. */
const FAULTS = ['prompt-repeating', 'malformed', 'identifier-echoing'];

let dataDir: string;
let tenants: string;
let inputs: string;
let mint: TokenMint;

beforeAll(async () => {
  dataDir = await copyDemo();
  inputs = await mkdtemp(join(tmpdir(), 'phield-silence-'));
  tenants = join(inputs, 'tenants');
  await cp(join(ROOT, 'tenants'), tenants, { recursive: true });
  mint = await tokenMint(dataDir);
  const file = join(inputs, 'planted.ndjson');
  await writeFile(file, RECORD.map((resource) => JSON.stringify(resource)).join('\n'));
  const imported = await runCommand(['import', '--tenant', 'riverside', '--json', file], {
    PHIELD_DATA_DIR: dataDir,
  });
  expect(imported.code, imported.stderr).toBe(0);
});

afterAll(async () => {
  await storeEnded(dataDir);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  await rm(inputs, { recursive: true, force: true });
});

const subject = { reference: `Patient/${PATIENT}` };
const encounter = { reference: 'Encounter/silence-visit' };
const RECORD = [
  {
    resourceType: 'Encounter',
    id: 'silence-visit',
    subject,
    status: 'finished',
    class: { code: 'AMB', display: 'ambulatory' },
    period: { start: '2026-01-10T09:00:00Z', end: '2026-01-10T09:30:00Z' },
  },
  {
    resourceType: 'Condition',
    id: 'silence-problem',
    subject,
    encounter,
    code: { text: `Chronic ${problem} syndrome` },
    clinicalStatus: { coding: [{ code: 'active' }] },
    recordedDate: '2026-01-10',
  },
  {
    resourceType: 'DocumentReference',
    id: 'silence-note',
    subject,
    status: 'current',
    type: { text: 'Progress note' },
    date: '2026-01-10T09:30:00Z',
    context: { encounter: [encounter] },
    content: [
      {
        attachment: {
          contentType: 'text/plain',
          data: Buffer.from(`Chronic ${problem} syndrome is stable. Reports ${note}.`).toString('base64'),
        },
      },
    ],
  },
];

/** Everything of insights that planted values can go into, or come out of. */
async function askAll(
  ask: (token: string, query: string) => Promise<Answered>,
): Promise<readonly Answered[]> {
  const [physician, patient, coder, coordinator] = await Promise.all(
    ['physician', 'patient', 'coder', 'coordinator'].map((name) => mint.persona(name)),
  );
  const of = (field: string) => `{ patient(id: "${PATIENT}") { insights { told: ${field} ${INSIGHT} } } }`;
  const turns = `[{ speaker: PATIENT, text: "My ${transcript} knee has been hurting since Monday." }]`;
  const answers = [
    await ask(physician ?? '', of('preVisitSummary')),
    await ask(patient ?? '', of(`ask(question: "Do I have chronic ${problem} syndrome or ${question}?")`)),
    await ask(coder ?? '', of('codingSuggestions(encounterId: "silence-visit")')),
    await ask(coordinator ?? '', of('priorAuthDraft(coverageId: "none", service: "cgm")')),
    await ask(
      physician ?? '',
      `mutation { draftNote(encounterId: "silence-visit", transcript: ${turns}) ${INSIGHT} }`,
    ),
  ];
  const [, id] = /"id":"(Insight\/[^"]+)"/.exec(answers[0]?.text ?? '') ?? [];
  if (id === undefined) return answers;
  const edit = `texts: [{ sentence: 0, text: "No longer ${reason}." }]`;
  const judged = `reviewInsight(id: "${id}", verdict: EDIT, reason: "It was ${reason} at first.", ${edit}) ${INSIGHT}`;
  return [...answers, await ask(physician ?? '', `mutation { ${judged} }`)];
}

async function everyFile(folder: string): Promise<readonly { path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'latin1') })));
}

function quotedIn(places: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(places).flatMap(([place, text]) => {
    const quoted = findCanary(text);
    return quoted === null ? [] : [`${place}: ${quoted}`];
  });
}

/** From then on the tenant's model answers as this fault has it. */
async function takeModel(fault: string): Promise<void> {
  const file = join(ROOT, 'tenants', 'riverside.yaml');
  const text = await readFile(file, 'utf8');
  const changed = text.replace('model: phield-extractive', `model: phield-extractive:${fault}`);
  expect(changed).not.toBe(text);
  await writeFile(join(tenants, 'riverside.yaml'), changed);
}

describe('what a model is told, and what it says', () => {
  it('stands in no line, file or measure of a gateway, the AWS SDK’s own debug logging on', {
    timeout: 180_000,
  }, async () => {
    const env = {
      PHIELD_DATA_DIR: dataDir,
      PHIELD_TENANTS_DIR: tenants,
      PHIELD_LOG_LEVEL: 'debug',
      NODE_DEBUG: 'http,http2,net,fetch,undici',
      NODE_OPTIONS: `--import ${join(ROOT, 'tests', 'support', 'loud-sdk.ts')}`,
    };
    const written: Record<string, string> = {};
    const errors: string[] = [];
    for (const fault of ['', ...FAULTS]) {
      if (fault !== '') await takeModel(fault);
      const gateway: GatewayProcess = await startProcess(env);
      try {
        const answers = await askAll((token, query) => gateway.ask(token, query));
        const told = answers.map(({ text }) => text).join('\n');
        // Whoever may have them gets them: they went all the way.
        if (fault === '') for (const value of [problem, transcript, reason]) expect(told).toContain(value);
        errors.push(...answers.map(({ body }) => JSON.stringify(body?.errors ?? null)));
        written[`metrics ${fault}`] = (await gateway.send('/metrics')).text;
      } finally {
        gateway.kill('SIGTERM');
      }
      expect(await gateway.exited).toEqual({ code: 0, signal: null });
      written[`stdout ${fault}`] = gateway.written().stdout;
      written[`stderr ${fault}`] = gateway.written().stderr;
    }
    await storeEnded(dataDir);
    const files = await everyFile(dataDir);

    // These are the right places: what should stand in them does.
    expect(written['stderr ']).toMatch(/^SDK debug /m);
    expect(written['stderr ']).toMatch(/^HTTP \d+: /m);
    expect(written['stderr prompt-repeating']).toContain('insight.withheld');
    expect(written['metrics ']).toMatch(/phield_insight\w*\{.*PRE_VISIT_SUMMARY/);
    const ledger = files.filter(({ path }) => path.startsWith(ledgerDirectory(dataDir)));
    expect(ledger.some(({ text }) => text.includes('PatientInsights.preVisitSummary'))).toBe(true);
    expect(errors.join()).toContain('INSIGHT_WITHHELD');

    const stored = Object.fromEntries(files.map(({ path, text }) => [path.slice(dataDir.length), text]));
    expect(quotedIn({ ...written, errors: errors.join('\n'), ...stored }).slice(0, 5)).toEqual([]);
  });

  it('stands in no span and no field of a log', { timeout: 120_000 }, async () => {
    const spans = recordSpans();
    trace.setGlobalTracerProvider(spans);
    try {
      const gateway = await runGateway({ dataDir, env: { PHIELD_TENANTS_DIR: join(ROOT, 'tenants') } });
      const answers = await askAll((token, query) => gateway.ask(token, query));
      const metrics = (await gateway.send('/metrics')).text;
      await gateway.stop();
      expect(answers.map(({ text }) => text).join()).toContain(transcript);
      expect(spans.ended()).toBeGreaterThan(0);
      const told = JSON.stringify(spans.told);
      expect(told).toContain('phield-extractive');
      expect(quotedIn({ told, metrics, log: JSON.stringify(gateway.log) })).toEqual([]);
    } finally {
      trace.disable();
    }
  });

  it('is not printed by the local model’s own process', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [join(ROOT, 'src', 'bedrock-local', 'bedrock-process.ts')], {
      env: { PATH: process.env.PATH, NODE_DEBUG: 'http,http2,net', AWS_SDK_JS_LOG: 'trace' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const [first] = await once(createInterface({ input: child.stdout }), 'line');
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const { url }: { url: string } = JSON.parse(first);
    const evidence = [`[1] Condition 2026-01-10: Chronic ${problem} syndrome; clinical status active`];
    for (const modelId of ['phield-extractive', ...FAULTS.map((fault) => `phield-extractive:${fault}`)]) {
      for (const protocol of ['HTTP/2', 'HTTP/1.1'] as const) {
        const client = sdkClient(url, protocol);
        const input = converseInput({ modelId, evidence, query: `Is there ${question}?` });
        const answer = await client.send(new ConverseCommand(input)).catch(() => null);
        if (modelId === 'phield-extractive') expect(answer?.stopReason).toBe('end_turn');
        client.destroy();
      }
    }
    child.stdin.end();
    await once(child, 'close');
    expect(said).toContain('HTTP');
    expect(quotedIn({ said })).toEqual([]);
  });
});
