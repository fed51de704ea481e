import { describe, expect, it } from 'vitest';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { agreementHolds } from '../../src/access/insight-settings.ts';
import { TenantOverlayError } from '../../src/access/overlay-source.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { USE_CASES } from '../../src/insight/use-case.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { overlayFindings } from './overlay-findings.ts';

const model = await shippedModel();
const parse = (text: string) => parseTenantOverlay(text, 't.yaml', model);

const BLOCK = `tenant: north
insights:
  model: anthropic.claude-model-v1:0
  region: eu-central-1
  guardrail:
    id: abc123
    version: "3"
  agreement:
    reference: BAA 17
    region: eu-central-1
    expires: 2027-05-31
`;

const findingsOf = (text: string) =>
  overlayFindings(text, 't.yaml', model).map(({ place, message }) => `${place.line}: ${message}`);

describe('a tenant’s insights', () => {
  it('are none without a block', () => {
    const overlay = parse('tenant: north');
    expect(overlay.insights).toBeNull();
    expect(createTenantPolicy(overlay, model).insights).toBeNull();
  });

  it('ask for consent, quote, and are bounded where the block says no more', () => {
    const overlay = parse(BLOCK);
    expect(overlay.insights).toEqual({
      model: 'anthropic.claude-model-v1:0',
      region: 'eu-central-1',
      guardrail: { id: 'abc123', version: '3' },
      audienceGuardrails: {},
      agreement: { reference: 'BAA 17', region: 'eu-central-1', expires: '2027-05-31' },
      consent: 'required',
      support: 'verbatim',
      deadlineSeconds: 15,
      cacheMinutes: 60,
      tokensPerHour: { tenant: 2_000_000, actor: 200_000 },
      concurrency: 8,
      useCases: USE_CASES,
      policies: new Map(),
    });
    expect(createTenantPolicy(overlay, model).insights).toBe(overlay.insights);
  });

  it('have a guardrail for an audience, in their own region', () => {
    const patient = 'audienceGuardrails: { PATIENT: { id: pat123, version: "1" } }';
    expect(parse(`${BLOCK}  ${patient}\n`).insights?.audienceGuardrails).toEqual({
      PATIENT: { id: 'pat123', version: '1' },
    });
    const elsewhere = 'arn:aws:bedrock:us-east-1:123456789012:guardrail/pat123';
    expect(() => parse(`${BLOCK}  ${patient.replace('pat123', elsewhere)}\n`)).toThrow(/another region/);
    expect(() => parse(`${BLOCK}  ${patient.replace('PATIENT', 'NOBODY')}\n`)).toThrow(TenantOverlayError);
  });

  it('are read whole and frozen', () => {
    const { insights } = parse(`${BLOCK}  consent: unlessRefused
  support: scored
  deadlineSeconds: 60
  cacheMinutes: 0
  tokensPerHour: { actor: 5000 }
  concurrency: 64
  useCases: [ASK, LAB_EXPLANATION]
  policies:
    cgm: { title: Monitor, criteria: [Diabetes is recorded.] }
`);
    expect(insights).toMatchObject({
      consent: 'unlessRefused',
      support: 'scored',
      deadlineSeconds: 60,
      cacheMinutes: 0,
      tokensPerHour: { tenant: 2_000_000, actor: 5_000 },
      concurrency: 64,
      useCases: ['LAB_EXPLANATION', 'ASK'],
    });
    const policy = insights?.policies.get('cgm');
    expect(policy).toEqual({ title: 'Monitor', criteria: ['Diabetes is recorded.'] });
    expect(insights?.policies.get('toString')).toBeUndefined();
    const parts = [
      insights,
      insights?.guardrail,
      insights?.agreement,
      insights?.tokensPerHour,
      insights?.useCases,
      policy,
      policy?.criteria,
    ];
    for (const part of parts) {
      expect(part).toBeDefined();
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('take an ARN of their own region', () => {
    const arn = 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.model';
    expect(parse(BLOCK.replace('anthropic.claude-model-v1:0', arn)).insights?.model).toBe(arn);
  });
});

describe('a block of insights is refused with its line:', () => {
  it.each<[string, string, number, RegExp]>([
    ['no model', BLOCK.replace(/ {2}model.*\n/, ''), 2, /insights\.model: /],
    ['no guardrail', BLOCK.replace(/ {2}guardrail:\n.*\n.*\n/, ''), 2, /insights\.guardrail: /],
    ['no version', BLOCK.replace(/ {4}version.*\n/, ''), 5, /guardrail\.version: /],
    ['a version that may change', BLOCK.replace('"3"', 'DRAFT'), 7, /DRAFT may change/],
    ['no agreement', BLOCK.replace(/ {2}agreement:(.*\n)*/, ''), 2, /insights\.agreement: /],
    ['no reference', BLOCK.replace('BAA 17', '""'), 9, /agreement\.reference: /],
    ['an agreement elsewhere', BLOCK.replace(/eu-central-1\n( *e)/, 'us-east-1\n$1'), 10, /another region/],
    ['a day that no calendar has', BLOCK.replace('05-31', '02-30'), 11, /expected a date/],
    ['a moment', BLOCK.replace('05-31', '05-31T10:00:00Z'), 11, /expected a date/],
    ['a model everywhere', BLOCK.replace('anthropic', 'global.anthropic'), 3, /leaves the region/],
    ['a model elsewhere', BLOCK.replace('anthropic.', 'arn:aws:bedrock:us-east-1:1:'), 3, /another region/],
    [
      'a guardrail elsewhere',
      BLOCK.replace('abc123', 'arn:aws:bedrock:us-east-1:1:g/a'),
      6,
      /another region/,
    ],
    ['an unknown key', `${BLOCK}  deadline: 3`, 12, /Unrecognized key/],
    ['an unknown key inside', BLOCK.replace('    id:', '    name: x\n    id:'), 6, /Unrecognized key/],
    ['another consent', `${BLOCK}  consent: optional`, 12, /insights\.consent: /],
    ['another support', `${BLOCK}  support: none`, 12, /insights\.support: /],
    ['no time', `${BLOCK}  deadlineSeconds: 0`, 12, /insights\.deadlineSeconds: /],
    ['too long', `${BLOCK}  deadlineSeconds: 61`, 12, /insights\.deadlineSeconds: /],
    ['kept too long', `${BLOCK}  cacheMinutes: 1441`, 12, /insights\.cacheMinutes: /],
    ['no tokens', `${BLOCK}  tokensPerHour: { tenant: 0 }`, 12, /tokensPerHour\.tenant: /],
    ['no call', `${BLOCK}  concurrency: 0`, 12, /insights\.concurrency: /],
    ['no use case', `${BLOCK}  useCases: []`, 12, /insights\.useCases: /],
    ['an unknown use case', `${BLOCK}  useCases:\n    - ASK\n    - GUESS`, 14, /insights\.useCases\.1: /],
    ['a policy without criteria', `${BLOCK}  policies:\n    a: { title: A, criteria: [] }`, 13, /criteria: /],
    [
      'a service that is no name',
      `${BLOCK}  policies:\n    A B: { title: A, criteria: [a] }`,
      13,
      /policies\.A B: /,
    ],
    [
      'hidden characters in a criterion',
      `${BLOCK}  policies:\n    a:\n      title: A\n      criteria:\n        - "x\\u202ey"`,
      16,
      /criteria\.0: expected text/,
    ],
  ])('%s', (_case, text, line, message) => {
    const findings = findingsOf(text);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(new RegExp(`^${line}: `));
    expect(findings[0]).toMatch(message);
  });
});

it('a region that AWS does not have is refused wherever it stands', () => {
  const findings = findingsOf(BLOCK.replaceAll('eu-central-1', 'Frankfurt'));
  expect(findings.map((finding) => finding.slice(0, 3))).toEqual(['4: ', '10:']);
});

describe('an agreement', () => {
  const held = (expires: string, now: string, region = 'eu-central-1') =>
    agreementHolds(
      { region, agreement: { reference: 'BAA 17', region: 'eu-central-1', expires } },
      Date.parse(now),
    );

  it('holds to the last moment of its day', () => {
    expect(held('2027-05-31', '2026-01-01T00:00:00Z')).toBe(true);
    expect(held('2027-05-31', '2027-05-31T23:59:59.999Z')).toBe(true);
    expect(held('2027-05-31', '2027-06-01T00:00:00Z')).toBe(false);
  });

  it('holds in its region alone, and not if its day cannot be read', () => {
    expect(held('2027-05-31', '2026-01-01T00:00:00Z', 'us-east-1')).toBe(false);
    expect(held('soon', '2026-01-01T00:00:00Z')).toBe(false);
  });
});
