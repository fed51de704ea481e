import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consent } from '../../../src/access/consent/consent.ts';
import type { ConsentSituation } from '../../../src/access/consent/consent-view.ts';
import { IMPLICIT_POLICIES } from '../../../src/access/consent/consent-view.ts';
import { openConsents } from '../../../src/access/consent/open-consents.ts';
import { readConsent } from '../../../src/access/consent/read-consent.ts';
import type { Json } from './consent-cases.ts';
import { consentResource, fhirClass, label, level, NOW, purpose, recipient } from './consent-cases.ts';

const some = <T>(...items: T[]) => fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: 2 });
const LABELS = ['HIV', 'PSY', 'SUD', 'SPI', 'PART2', 'CEL', 'R', 'V', 'NEVER-HEARD-OF'];

const criteria = {
  period: fc.constantFrom({ start: '2026' }, { end: '2025' }, { start: '2027' }),
  actor: some(recipient('Practitioner/a'), recipient('Practitioner/b'), recipient('#x')),
  purpose: some(purpose('TREAT'), purpose('HPAYMT'), purpose('HRESCH')),
  securityLabel: some(
    label('HIV'),
    label('PSY'),
    label('SUD'),
    label('SPI'),
    label('42CFRPart2'),
    level('R'),
    level('N'),
  ),
  class: some(fhirClass('Observation'), fhirClass('Condition')),
  code: some({ coding: [{ system: 's', code: '1' }] }, { coding: [{ system: 's', code: '2' }] }),
  dataPeriod: fc.constantFrom({ end: '2020' }, { start: '2021' }),
  data: some(
    ...['instance', 'related', 'authoredby'].map((meaning) => ({
      meaning,
      reference: { reference: 'Encounter/e' },
    })),
  ),
};

/** Few criteria each, so that rules apply often enough to matter. */
const plainRule: fc.Arbitrary<Json> = fc
  .record({
    type: fc.constantFrom('permit', 'deny'),
    stated: fc.subarray(Object.keys(criteria), { maxLength: 2 }),
    all: fc.record(criteria),
  })
  .map(({ type, stated, all }) => ({
    type,
    ...Object.fromEntries(Object.entries(all).filter(([name]) => stated.includes(name))),
  }));

const { rule } = fc.letrec<{ rule: Json }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plainRule,
    fc
      .record({ own: plainRule, provision: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) })
      .map(({ own, provision }) => ({ ...own, provision })),
  ),
}));

const consents: fc.Arbitrary<readonly Consent[]> = fc
  .array(
    fc.record({
      root: rule,
      scope: fc.constantFrom('patient-privacy', 'patient-privacy', 'patient-privacy', 'research'),
    }),
    { maxLength: 4 },
  )
  .map((all) =>
    all.map(({ root, scope }, at) =>
      readConsent(
        consentResource(root, {
          id: `c${at}`,
          scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: scope }] },
        }),
      ),
    ),
  );

const situations: fc.Arbitrary<ConsentSituation> = fc.record({
  actors: fc.subarray(['Practitioner/a', 'Practitioner/b']),
  purposes: fc.constantFrom(['TREAT'], ['ETREAT', 'TREAT'], ['HPAYMT'], ['HRESCH']),
  now: fc.constant(NOW),
  implicit: fc.constantFrom(...IMPLICIT_POLICIES),
});

const rows = fc.record({
  type: fc.constantFrom('Observation', 'Condition', 'Patient', 'PatientMatch', 'Encounter'),
  labels: fc.subarray(LABELS),
  record: fc.record(
    {
      id: fc.constantFrom('e', 'r'),
      code: fc.constantFrom({ coding: [{ system: 's', code: '1' }] }, { coding: [{ code: '2' }] }),
      effectiveDateTime: fc.constantFrom('2019', '2020-12', '2023', 'soon'),
      encounter: fc.constant({ reference: 'Encounter/e' }),
      performer: fc.constant([{ reference: 'Encounter/e' }]),
    },
    { requiredKeys: ['id'] },
  ),
});

const settings = { numRuns: 2_000 };

describe('consents, whatever they are', () => {
  it('are read without throwing, and deny unless they can be read', () => {
    const anything = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc
        .record({
          base: fc.constant(consentResource({ type: 'permit' })),
          over: fc.dictionary(
            fc.constantFrom(
              'status',
              'scope',
              'provision',
              'policyRule',
              'verification',
              'resourceType',
              '__proto__',
              'id',
            ),
            fc.jsonValue(),
          ),
        })
        .map(({ base, over }) => ({ ...base, ...over })),
      fc
        .record({
          rule,
          junk: fc.dictionary(
            fc.constantFrom(...Object.keys(criteria), 'action', 'provision'),
            fc.jsonValue(),
          ),
        })
        .map(({ rule: base, junk }) => consentResource({ ...base, ...junk })),
    );
    fc.assert(
      fc.property(anything, situations, rows, (resource, situation, { type, record, labels }) => {
        const consent = readConsent(resource);
        const { permit } = openConsents([consent], situation).decide(type, record, labels);
        if (!consent.readable && (consent.status === 'active' || consent.status === 'unknown')) {
          expect(permit).toBe(false);
          expect(consent.findings.length).toBeGreaterThan(0);
        }
      }),
      settings,
    );
  });

  it('say the same in every order', () => {
    fc.assert(
      fc.property(consents, fc.infiniteStream(fc.nat()), situations, rows, (all, keys, situation, row) => {
        const shuffled = all
          .map((consent) => ({ consent, key: keys.next().value }))
          .sort((one, other) => one.key - other.key)
          .map(({ consent }) => consent);
        expect(openConsents(shuffled, situation).decide(row.type, row.record, row.labels)).toEqual(
          openConsents(all, situation).decide(row.type, row.record, row.labels),
        );
      }),
      settings,
    );
  });

  it('are never widened by one more that denies, nor by one that cannot be read', () => {
    const more = fc.oneof(
      rule.map((root) => readConsent(consentResource(withoutPermits(root), { id: 'more' }))),
      fc.constant(readConsent(consentResource({ type: '?' }, { id: 'more' }))),
    );
    fc.assert(
      fc.property(consents, more, situations, rows, (all, one, situation, { type, record, labels }) => {
        const before = openConsents(all, situation).decide(type, record, labels);
        const after = openConsents([...all, one], situation).decide(type, record, labels);
        expect(after.permit && !before.permit).toBe(false);
      }),
      settings,
    );
  });

  it('are never widened by one more exception that denies', () => {
    fc.assert(
      fc.property(
        rule,
        plainRule,
        situations,
        rows,
        (root, exception, situation, { type, record, labels }) => {
          const { provision, ...own } = root;
          const denying = { ...exception, type: 'deny' };
          const more = { ...own, provision: [...(Array.isArray(provision) ? provision : []), denying] };
          const [before, after] = [root, more].map((each) =>
            openConsents([readConsent(consentResource(each))], situation).decide(type, record, labels),
          );
          expect(after?.permit === true && before?.permit === false).toBe(false);
        },
      ),
      settings,
    );
  });

  it('say of all unlabelled rows alike what they say of each', () => {
    fc.assert(
      fc.property(consents, situations, rows, (all, situation, { type, record }) => {
        const { always } = openConsents(all, situation);
        if (always !== null)
          expect(openConsents([...all, INERT], situation).decide(type, record, [])).toEqual(always);
      }),
      settings,
    );
  });
});

/** Looks at rows, so that each is decided by itself, and means none of them. */
const INERT = readConsent(consentResource({ type: 'deny', class: [fhirClass('Flag')] }, { id: 'inert' }));

/** The same rule, all of it denying. */
function withoutPermits(root: Json): Json {
  const { provision, ...own } = root;
  const inner = Array.isArray(provision) ? { provision: provision.map(withoutPermits) } : {};
  return { ...own, ...inner, type: 'deny' };
}
