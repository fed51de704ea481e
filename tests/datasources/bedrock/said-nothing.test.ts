import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Span, SpanOptions, Tracer } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ModelCall } from '../../../datasources/bedrock/bedrock-options.ts';
import { ModelUnavailable } from '../../../src/insight/insight-model.ts';
import { modelRequest, openModel } from './model-request.ts';
import { answers, fails, type Reply, startWireServer, type WireServer } from './wire-server.ts';

const CANARY = 'CANARY-7f3a';
const REQUEST = () =>
  modelRequest({
    query: `${CANARY} question`,
    evidence: [{ number: 1, text: `[1] Note undated: ${CANARY}` }],
    instructions: `${CANARY} instructions`,
    reference: [`${CANARY} reference`],
    metadata: { request: 'req-1' },
  });
const REPLIES: readonly (readonly [string, Reply])[] = [
  ['an answer', answers({ text: CANARY })],
  [
    'an intervention',
    answers({
      text: CANARY,
      stopReason: 'guardrail_intervened',
      guardrail: {
        modelOutput: [CANARY],
        outputAssessments: {
          g: [
            { sensitiveInformationPolicy: { regexes: [{ match: CANARY, action: 'BLOCKED', name: 'MRN' }] } },
          ],
        },
      },
    }),
  ],
  ['an error that quotes', fails(400, 'ValidationException', `malformed: ${CANARY}`)],
  ['an error that quotes, tried again', fails(500, 'InternalServerException', CANARY)],
  ['an answer that does not parse', (response) => response.end(`{"output": ${CANARY}`)],
];

let server: WireServer;
let written: string[];
beforeEach(async () => {
  server = await startWireServer();
  written = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  }
  for (const name of ['log', 'debug', 'info', 'warn', 'error', 'trace'] as const) {
    vi.spyOn(console, name).mockImplementation((...said) => void written.push(said.map(String).join(' ')));
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await server.close();
});

/** Everything a span was told. */
function recordingTracer(): { tracer: Tracer; told: unknown[]; names: string[]; ended: () => number } {
  const told: unknown[] = [];
  const names: string[] = [];
  let ended = 0;
  const tell = (...of: readonly unknown[]) => {
    told.push(...of);
    return span;
  };
  const span: Span = {
    spanContext: () => ({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }),
    setAttribute: (...of) => tell(of),
    setAttributes: tell,
    addEvent: (...of) => tell(of),
    addLink: tell,
    addLinks: tell,
    setStatus: tell,
    updateName: tell,
    isRecording: () => true,
    recordException: (of) => void tell(of),
    end() {
      ended += 1;
    },
  };
  const tracer: Tracer = {
    startSpan(name: string, options?: SpanOptions) {
      names.push(name);
      told.push(name, options);
      return span;
    },
    startActiveSpan() {
      throw new Error('not used');
    },
  };
  return { tracer, told, names, ended: () => ended };
}

it.each(REPLIES)(
  '%s leaves no text in logs, spans, measures or errors, SDK debugging on',
  async (_name, reply) => {
    vi.stubEnv('AWS_SDK_LOG', 'debug');
    vi.stubEnv('AWS_SDK_JS_LOG', 'trace');
    vi.stubEnv('AWS_DEBUG', '1');
    server.reply(reply);
    const { tracer, told, names, ended } = recordingTracer();
    const calls: ModelCall[] = [];
    const model = openModel(server.url, { tracer, onCall: (call) => calls.push(call) });
    let error: unknown = null;
    try {
      await model.ask(REQUEST());
    } catch (thrown) {
      error = thrown;
    }
    model.close();
    expect(server.requests.length).toBeGreaterThan(0);
    expect(calls).toHaveLength(1);
    expect(names).toEqual(['phield.insight.model']);
    expect(ended()).toBe(1);
    const everything = JSON.stringify([written, told, calls]);
    expect(everything).not.toContain(CANARY);
    expect(server.requests.map(({ path, headers }) => JSON.stringify([path, headers])).join()).not.toContain(
      CANARY,
    );
    if (error !== null) {
      expect(error).toBeInstanceOf(ModelUnavailable);
      const inside = [error, ...Reflect.ownKeys(Object(error)).map((key) => Reflect.get(Object(error), key))];
      expect(inside.map(String).join()).not.toContain(CANARY);
      expect(Reflect.get(Object(error), 'cause')).toBeUndefined();
    }
  },
);

it('says how a call went in its span: ids, codes and counts', async () => {
  const { tracer, told } = recordingTracer();
  const model = openModel(server.url, { tracer });
  await model.ask(REQUEST());
  server.reply(fails(403, 'AccessDeniedException'));
  await expect(model.ask(REQUEST())).rejects.toThrow('REFUSED');
  model.close();
  expect(told).toContainEqual({
    'phield.tenant': 'riverside',
    'phield.insight.outcome': 'ANSWERED',
    'phield.insight.attempts': 1,
    'gen_ai.usage.input_tokens': 120,
    'gen_ai.usage.output_tokens': 30,
  });
  expect(told).toContainEqual(['error.type', 'REFUSED']);
  expect(told).toContainEqual({ code: 2 });
});

it('a process with Node’s own debugging on writes none of it either', async () => {
  server.reply(answers({ text: CANARY }));
  const script = `
    import { createBedrockModel } from ${JSON.stringify(new URL('../../../datasources/bedrock/create-bedrock-model.ts', import.meta.url).href)};
    const model = createBedrockModel({ localEndpoint: () => process.env.SERVER, clock: Date.now, random: Math.random });
    const { signal: _, ...request } = JSON.parse(process.env.REQUEST);
    const answer = await model.ask({ ...request, signal: AbortSignal.timeout(10000) });
    model.close();
    process.stdout.write(answer.stopReason);`;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    {
      env: {
        ...process.env,
        SERVER: server.url,
        REQUEST: JSON.stringify(REQUEST()),
        NODE_DEBUG: 'http,https,http2,net,tls,stream,fetch,undici',
        AWS_SDK_LOG: 'trace',
      },
    },
  );
  expect(stdout).toBe('end_turn');
  expect(stderr).toContain('HTTP');
  expect(stdout + stderr).not.toContain(CANARY);
});
