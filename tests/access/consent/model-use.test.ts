import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECISION_EXTENSION, PERIOD_EXTENSION } from '../../../src/access/consent/consent-extensions.ts';
import { consentStanding } from '../../../src/access/consent/consent-standing.ts';
import { modelUseStanding, permitsModelUse } from '../../../src/access/consent/model-use.ts';
import { readConsent } from '../../../src/access/consent/read-consent.ts';
import { withdrawnConsent } from '../../../src/access/consent/withdrawn-consent.ts';
import type { Json } from './consent-cases.ts';
import { consentResource, fhirClass, NOW, purpose, recipient } from './consent-cases.ts';

const EXTENSIONS = 'https://phield.dev/fhir/StructureDefinition';
const named = (...names: readonly string[]) =>
  names.map((valueCode) => ({ url: `${EXTENSIONS}/consent-purpose`, valueCode }));
const decided = (valueCode: string) => ({ url: DECISION_EXTENSION, valueCode });
const during = (valuePeriod: unknown) => ({ url: PERIOD_EXTENSION, valuePeriod });

/** Asked about MODEL_USE alone: no rule. */
const answer = (decision: string, over: Json = {}, ...more: readonly Json[]): Json =>
  consentResource(undefined, { extension: [...named('MODEL_USE'), decided(decision), ...more], ...over });
/** Asked about MODEL_USE and treatment: a rule holds the answer. */
const ruled = (provision: Json, over: Json = {}): Json =>
  consentResource(
    { purpose: [purpose('TREAT')], ...provision },
    { extension: named('TREATMENT', 'MODEL_USE'), ...over },
  );
const withdrawn = (resource: Json, supersededBy: string | null = null): Json =>
  withdrawnConsent(resource, { now: NOW, by: null, supersededBy }) ?? {};

const standing = (...resources: readonly Json[]) => modelUseStanding(resources.map(readConsent), NOW);

describe('how a patient stands to the use of the record by a model', () => {
  it('is as asked by name, with a rule or without', () => {
    expect(standing(answer('permit'))).toBe('GRANTED');
    expect(standing(answer('deny'))).toBe('REFUSED');
    expect(standing(ruled({ type: 'permit' }))).toBe('GRANTED');
    expect(standing(ruled({ type: 'deny' }))).toBe('REFUSED');
    expect(standing(answer('permit', { status: 'rejected' }))).toBe('REFUSED');
  });

  it('is not asked where another purpose was', () => {
    expect(standing()).toBe('NOT_ASKED');
    expect(standing(consentResource({ type: 'permit' }))).toBe('NOT_ASKED');
    expect(standing(consentResource({ type: 'deny', purpose: [purpose('HRESCH')] }))).toBe('NOT_ASKED');
    expect(
      standing(consentResource(undefined, { extension: [...named('REMINDERS'), decided('deny')] })),
    ).toBe('NOT_ASKED');
    for (const status of ['draft', 'proposed', 'entered-in-error', 'inactive']) {
      expect(standing(answer('deny', { status }))).toBe('NOT_ASKED');
    }
  });

  it('is refused by what denies for every purpose', () => {
    expect(standing(consentResource({ type: 'deny' }))).toBe('REFUSED');
    expect(standing(consentResource({ type: 'deny' }), answer('permit', { id: 'c2' }))).toBe('REFUSED');
    expect(standing(consentResource({ type: 'deny', class: [fhirClass('Claim')] }))).toBe('NOT_ASKED');
  });

  it('is refused by one refusal among grants, in any order', () => {
    const [yes, no] = [answer('permit'), answer('deny', { id: 'c2' })];
    expect(standing(yes, no)).toBe('REFUSED');
    expect(standing(no, yes)).toBe('REFUSED');
  });

  it('is refused by one that is active and cannot be read', () => {
    expect(standing(answer('permit'), consentResource({ type: 'permit' }, { scope: {} }))).toBe('REFUSED');
    expect(standing(answer('permit', { status: 'hm' }))).toBe('REFUSED');
    expect(standing(answer('perhaps'))).toBe('REFUSED');
    expect(standing(consentResource(undefined, { extension: named('MODEL_USE') }))).toBe('REFUSED');
    expect(standing(answer('permit', {}, decided('deny')))).toBe('REFUSED');
    expect(standing(answer('permit', { status: 'inactive', scope: {} }))).toBe('NOT_ASKED');
  });

  it('is refused by withdrawing, unless another consent took its place', () => {
    expect(standing(withdrawn(answer('permit')))).toBe('REFUSED');
    expect(standing(withdrawn(ruled({ type: 'permit' })))).toBe('REFUSED');
    expect(standing(withdrawn(answer('permit'), 'c2'))).toBe('NOT_ASKED');
    expect(standing(withdrawn(answer('deny')))).toBe('NOT_ASKED');
    expect(standing(withdrawn(answer('permit')), answer('permit', { id: 'c2' }))).toBe('GRANTED');
  });

  it('is granted within its period alone', () => {
    const within = (period: unknown, decision = 'permit') => standing(answer(decision, {}, during(period)));
    expect(within({ start: '2026-05-15', end: '2026-05-15' })).toBe('GRANTED');
    expect(within({ end: '2026-05-14' })).toBe('NOT_ASKED');
    expect(within({ start: '2026-05-16' })).toBe('NOT_ASKED');
    expect(within({ end: 'soon' })).toBe('NOT_ASKED');
    expect(within({ end: 'soon' }, 'deny')).toBe('REFUSED');
    expect(within({ end: '2026-05-14' }, 'deny')).toBe('NOT_ASKED');
    expect(standing(ruled({ type: 'permit', period: { end: '2026-05-14' } }))).toBe('NOT_ASKED');
  });

  it('is never granted in part, and refused in part is refused', () => {
    const some = { class: [fhirClass('Observation')] };
    expect(standing(ruled({ type: 'permit', ...some }))).toBe('NOT_ASKED');
    expect(standing(ruled({ type: 'permit', actor: [recipient('Practitioner/a')] }))).toBe('NOT_ASKED');
    expect(standing(ruled({ type: 'permit', provision: [{ type: 'deny', ...some }] }))).toBe('NOT_ASKED');
    expect(standing(ruled({ type: 'permit' }, { verification: [{ verified: false }] }))).toBe('NOT_ASKED');
    expect(standing(ruled({ type: 'deny', ...some }))).toBe('REFUSED');
  });

  it('says no more than the standing that is told', () => {
    const anyConsent = fc.record({
      ruling: fc.constantFrom('none', 'whole', 'in part'),
      decision: fc.constantFrom('permit', 'deny'),
      names: fc.subarray(['MODEL_USE', 'TREATMENT', 'REMINDERS']),
      status: fc.constantFrom('active', 'inactive', 'rejected', 'draft', 'hm'),
      end: fc.constantFrom(null, '2026-05-14', '2027', 'soon'),
      withdraw: fc.boolean(),
      broken: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyConsent, { maxLength: 4 }), (drawn) => {
        const resources = drawn.map((each, index) => toResource(each, `c${index}`));
        const told = consentStanding(resources, 'MODEL_USE', NOW).standing;
        const held = standing(...resources);
        if (held === 'GRANTED') expect(told).toBe('GRANTED');
        if (told === 'REFUSED') expect(held).toBe('REFUSED');
        if (drawn.every(({ ruling }) => ruling !== 'in part')) {
          expect(held).toBe(told === 'GRANTED' || told === 'REFUSED' ? told : 'NOT_ASKED');
        }
        expect(standing(...resources.toReversed())).toBe(held);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('permission for a model', () => {
  const permits = (resource: Json | null, asked: 'required' | 'unlessRefused') =>
    permitsModelUse(resource === null ? [] : [readConsent(resource)], asked, NOW);

  it('needs a grant where the tenant asks for one', () => {
    expect(permits(answer('permit'), 'required')).toBe(true);
    expect(permits(null, 'required')).toBe(false);
    expect(permits(answer('deny'), 'required')).toBe(false);
  });

  it('needs no refusal where the tenant asks for no more', () => {
    expect(permits(answer('permit'), 'unlessRefused')).toBe(true);
    expect(permits(null, 'unlessRefused')).toBe(true);
    expect(permits(answer('deny'), 'unlessRefused')).toBe(false);
  });
});

interface Drawn {
  readonly ruling: string;
  readonly decision: string;
  readonly names: readonly string[];
  readonly status: string;
  readonly end: string | null;
  readonly withdraw: boolean;
  readonly broken: boolean;
}

function toResource({ ruling, decision, names, status, end, withdraw, broken }: Drawn, id: string): Json {
  const period = end === null ? {} : { period: { end } };
  const plain = ruling === 'none';
  const extension: Json[] = [...named(...names), ...(plain ? [decided(decision)] : [])];
  if (plain && end !== null) extension.push(during({ end }));
  const rule = {
    type: decision,
    ...period,
    ...(names.length === 0 ? {} : { purpose: [purpose('TREAT')] }),
    ...(ruling === 'in part' ? { class: [fhirClass('Observation')] } : {}),
  };
  const over = {
    id,
    status,
    ...(extension.length === 0 ? {} : { extension }),
    ...(broken ? { scope: {} } : {}),
  };
  const resource = consentResource(plain ? undefined : rule, over);
  return (
    (withdraw ? withdrawnConsent(resource, { now: NOW, by: null, supersededBy: null }) : null) ?? resource
  );
}
