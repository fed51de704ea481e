import { trace } from '@opentelemetry/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BedrockModel, createBedrockModel } from '../../datasources/bedrock/create-bedrock-model.ts';
import { asOperation, type OperationAnswer } from '../../eval/injection/insight-operation.ts';
import { DECISION_EXTENSION, PURPOSE_EXTENSION } from '../../src/access/consent/consent-extensions.ts';
import { extract } from '../../src/bedrock-local/engine/extract.ts';
import { FAULTS } from '../../src/bedrock-local/faults.ts';
import { type ServingBedrock, serveBedrock } from '../../src/bedrock-local/serve-bedrock.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { createCodeSet } from '../../src/insight/codes/create-code-set.ts';
import type { ModelRequest } from '../../src/insight/insight-model.ts';
import { consentResource } from '../access/consent/consent-cases.ts';
import { LAB } from '../support/insights/chart.ts';
import {
  CODER,
  COORDINATOR,
  type InsightWorld,
  insightWorld,
  PHYSICIAN,
  SELF,
  tenantFile,
} from '../support/insights/insight-world.ts';

const KINDS: Readonly<Record<string, readonly [who: Actor, field: string]>> = Object.freeze({
  preVisitSummary: [PHYSICIAN, 'preVisitSummary'],
  codingSuggestions: [CODER, 'codingSuggestions(encounterId: "visit")'],
  priorAuthDraft: [COORDINATOR, 'priorAuthDraft(coverageId: "plan", service: "lumbar-mri")'],
  ask: [SELF, 'ask(question: "What was my last A1c?")'],
  labExplanation: [SELF, `labExplanation(observationId: "${LAB}")`],
});
const kinds = Object.keys(KINDS);

let server: ServingBedrock;
let bedrock: BedrockModel;
let gateway: InsightWorld;
let fault = '';
const asked: ModelRequest[] = [];
const honest = new Map<string, OperationAnswer>();

const open = () =>
  createBedrockModel({
    localEndpoint: () => server.url,
    clock: Date.now,
    random: Math.random,
    tracer: trace.getTracer('test'),
    limits: { breakerFailures: 1_000, retryBase: 1, retryCap: 2 },
  });
const ask = async (kind: string) => {
  const [who, field] = KINDS[kind] ?? [PHYSICIAN, kind];
  gateway.ledger.records.length = 0;
  return asOperation(gateway, field, who);
};

beforeAll(async () => {
  server = await serveBedrock({ engine: extract });
  bedrock = open();
  const codes = await createCodeSet('made-up', [
    { code: 'E11.9', billable: true, description: 'Type 2 diabetes mellitus without complications' },
    { code: 'I10', billable: true, description: 'Essential (primary) hypertension' },
  ]);
  // A tenant's file takes one fault by name; several are joined here.
  const model = {
    ask: (request: ModelRequest) => {
      asked.push(request);
      const { settings } = request;
      return bedrock.ask({ ...request, settings: { ...settings, model: `${settings.model}${fault}` } });
    },
  };
  gateway = await insightWorld(model, async () => codes);
  for (const kind of kinds) honest.set(kind, await ask(kind));
});
beforeEach(() => {
  gateway.reset();
  gateway.overlay(tenantFile());
  fault = '';
  asked.length = 0;
});
afterAll(async () => {
  bedrock?.close();
  await server?.close();
});

/** The rest of the operation is as ever, and so is what is on record of the reading. */
function expectRestUntouched(kind: string, answer: OperationAnswer): void {
  const known = honest.get(kind);
  expect(answer.otherFields).toBe(known?.otherFields);
  expect(answer.readEvents).toBe(known?.readEvents);
}

const REFUSING: Readonly<Record<string, string>> = Object.freeze({
  throttle: 'UNAVAILABLE',
  'not-ready': 'UNAVAILABLE',
  'model-timeout': 'UNAVAILABLE',
  'model-error': 'UNAVAILABLE',
  internal: 'UNAVAILABLE',
  unavailable: 'UNAVAILABLE',
  quota: 'UNAVAILABLE',
  denied: 'UNAVAILABLE',
  'cut-off': 'UNAVAILABLE',
  malformed: 'UNGROUNDED',
  truncated: 'UNGROUNDED',
  'no-trace': 'UNGROUNDED',
  'malformed+blind-guardrail': 'UNGROUNDED',
  'truncated+blind-guardrail': 'UNGROUNDED',
  'miscited+blind-guardrail': 'CITATION',
});

const LYING = Object.freeze([
  'ungrounded',
  'number-changing',
  'negation-flipping',
  'other-patient',
  'identifier-echoing',
  'miscited',
  'prompt-repeating',
  'injection-obeying',
]);

describe('a model that gives no answer', () => {
  it.each(Object.entries(REFUSING).filter(([name]) => !name.startsWith('miscited')))(
    '%s: the insight is withheld with %s, the rest answers',
    async (name, reason) => {
      for (const kind of kinds) {
        fault = `:${name}`;
        const answer = await ask(kind);
        expect({ kind, sentences: answer.sentences, reasons: answer.reasons }).toEqual({
          kind,
          sentences: null,
          reasons: [reason],
        });
        expectRestUntouched(kind, answer);
      }
    },
  );

  it('slow: is waited for until the deadline of the tenant, and no longer', async () => {
    fault = ':slow-300';
    expect((await ask('preVisitSummary')).sentences).not.toBeNull();
    gateway.overlay(tenantFile({ deadlineSeconds: '1' }));
    fault = ':slow-20000';
    const answer = await ask('preVisitSummary');
    expect(answer.reasons).toEqual(['UNAVAILABLE']);
    expectRestUntouched('preVisitSummary', answer);
  });
});

describe.each(LYING)('a model that lies: %s', (name) => {
  it.each(['', '+blind-guardrail'])('releases nothing but what the record says%s', async (guardrail) => {
    for (const kind of kinds) {
      fault = `:${name}${guardrail}`;
      const answer = await ask(kind);
      const known = (honest.get(kind)?.sentences ?? []).map(({ text }) => text);
      const lies = (answer.sentences ?? []).filter(({ text }) => !known.includes(text));
      // A model that repeats its prompt says true sentences too; each is words of the record, letter by letter.
      const texts = asked.flatMap(({ evidence }) => evidence.map(({ text }) => text));
      const untrue = lies.filter(({ text }) => !texts.some((one) => one.includes(text.replace(/\.$/, ''))));
      expect({ kind, untrue }).toEqual({ kind, untrue: [] });
      if (answer.sentences === null)
        expect(answer.reasons).toEqual([
          expect.stringMatching(/^(UNGROUNDED|CITATION|IDENTIFIER|GUARDRAIL|OUT_OF_SCOPE)$/),
        ]);
      expectRestUntouched(kind, answer);
    }
  });
});

describe('an identifier that was not in evidence', () => {
  it('withholds the insight whole', async () => {
    fault = ':identifier-echoing+blind-guardrail';
    for (const kind of kinds) {
      const { sentences, reasons } = await ask(kind);
      expect({ kind, sentences, reasons }).toEqual({ kind, sentences: null, reasons: ['IDENTIFIER'] });
    }
  });
});

describe('a guardrail', () => {
  it.each([
    ['that is not known', '{ id: nosuch, version: "1" }'],
    ['of a version that is not known', '{ id: phield, version: "99" }'],
  ])('%s withholds with GUARDRAIL', async (_, guardrail) => {
    gateway.overlay(tenantFile({ guardrail }));
    const answer = await ask('preVisitSummary');
    expect(answer).toMatchObject({ sentences: null, reasons: ['GUARDRAIL'] });
    expectRestUntouched('preVisitSummary', answer);
  });

  it('that intervenes in what is answered withholds, and says nothing of it', async () => {
    fault = ':ungrounded';
    const answer = await ask('preVisitSummary');
    expect(answer.sentences).toBeNull();
    expect(answer.reasons).toEqual([expect.stringMatching(/^(GUARDRAIL|UNGROUNDED)$/)]);
  });

  it('that is missing from the tenant’s file is no file', () => {
    expect(() => gateway.overlay(tenantFile().replace(/ {2}guardrail: .*\n/, ''))).toThrow(/guardrail/);
  });
});

describe('without leave', () => {
  const never = async (kind: string, reason: string) => {
    const answer = await ask(kind);
    expect(answer).toMatchObject({ sentences: null, reasons: [reason] });
    expect(answer.otherFields).toBe(honest.get(kind)?.otherFields);
    expect(asked).toEqual([]);
    // Nothing was read on a model's behalf either.
    expect(answer.readEvents).not.toMatch(/"PatientInsights\.\w+"\]$/m);
  };

  it('a tenant without a block has no insights', async () => {
    gateway.overlay('tenant: riverside\n');
    for (const kind of kinds) await never(kind, 'UNAVAILABLE');
  });

  it('an agreement that ran out yesterday is none', async () => {
    gateway.overlay(tenantFile({ agreement: '{ reference: test, region: local, expires: 2026-02-28 }' }));
    await never('preVisitSummary', 'UNAVAILABLE');
    gateway.overlay(tenantFile({ agreement: '{ reference: test, region: local, expires: 2026-03-01 }' }));
    expect((await ask('preVisitSummary')).sentences).not.toBeNull();
  });

  it.each([
    ['none', (text: string) => text.replace(/ {2}agreement: .*\n/, '')],
    [
      'another region',
      (text: string) => text.replace('region: local, expires', 'region: eu-west-1, expires'),
    ],
  ])('an agreement, %s: the file is refused', (_, changed) => {
    expect(() => gateway.overlay(changed(tenantFile()))).toThrow(/agreement/);
  });

  const consent = (answer: 'permit' | 'deny') =>
    gateway.world.addRow({
      ...consentResource(undefined, {
        extension: [
          { url: PURPOSE_EXTENSION, valueCode: 'MODEL_USE' },
          { url: DECISION_EXTENSION, valueCode: answer },
        ],
      }),
      resourceType: 'Consent',
      id: 'model-use',
      subjectId: 'ida',
    });

  it('consent that was refused', async () => {
    consent('deny');
    for (const kind of kinds) await never(kind, 'CONSENT');
  });

  it('consent that is asked for and was never given', async () => {
    gateway.overlay(tenantFile({ consent: 'required' }));
    for (const kind of kinds) await never(kind, 'CONSENT');
    consent('permit');
    for (const kind of kinds)
      expect({ kind, told: (await ask(kind)).sentences !== null }).toEqual({ kind, told: true });
  });
});

it('knows every fault there is', () => {
  const tested = new Set([...Object.keys(REFUSING), ...LYING].flatMap((name) => name.split('+')));
  const elsewhere = ['slow', 'stall', 'broken-stream'];
  expect(Object.keys(FAULTS).filter((name) => !tested.has(name) && !elsewhere.includes(name))).toEqual([]);
});
