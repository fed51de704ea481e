import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeConsent } from '../../../src/access/consent/compose-consent.ts';
import type { ConsentInput, ConsentPurpose } from '../../../src/access/consent/consent-input.ts';
import {
  COLLECTION_METHODS,
  CONSENT_PURPOSES,
  LAWFUL_BASES,
} from '../../../src/access/consent/consent-input.ts';
import { readConsent } from '../../../src/access/consent/read-consent.ts';
import { withdrawnConsent } from '../../../src/access/consent/withdrawn-consent.ts';
import { BadUserInputError } from '../../../src/errors.ts';
import { NOW, verdict } from './consent-cases.ts';

const FACTS = {
  id: 'c1',
  subjectId: 'p1',
  now: NOW,
  performer: 'Patient/p1',
  organization: 'Organization/o1',
};

const INPUT: ConsentInput = {
  scope: 'patient-privacy',
  decision: 'permit',
  purposes: ['TREATMENT'],
  actors: null,
  labels: null,
  classes: null,
  codes: null,
  data: null,
  dataPeriod: null,
  period: null,
  lawfulBasis: null,
  formVersion: null,
  collectionMethod: null,
  policyUri: null,
  language: null,
  reconsentDue: null,
  renews: null,
};

const compose = (over: Partial<ConsentInput> = {}) => composeConsent({ ...INPUT, ...over }, FACTS);

describe('recording a consent', () => {
  it('keeps with it how it was given', () => {
    const resource = compose({
      lawfulBasis: ['GDPR_6_1_A', 'GDPR_9_2_A'],
      formVersion: '2026-02',
      collectionMethod: 'PAPER',
      policyUri: 'https://clinic.example/privacy/3',
      language: 'pt-BR',
      reconsentDue: '2027-01-01',
      renews: 'c0',
    });
    const url = (name: string) => `https://phield.dev/fhir/StructureDefinition/consent-${name}`;
    expect(resource).toMatchObject({
      resourceType: 'Consent',
      id: 'c1',
      status: 'active',
      language: 'pt-BR',
      patient: { reference: 'Patient/p1' },
      performer: [{ reference: 'Patient/p1' }],
      organization: [{ reference: 'Organization/o1' }],
      dateTime: '2026-05-15T12:00:00.000Z',
      policy: [{ uri: 'https://clinic.example/privacy/3' }],
      extension: [
        { url: url('purpose'), valueCode: 'TREATMENT' },
        { url: url('lawful-basis'), valueCode: 'GDPR_6_1_A' },
        { url: url('lawful-basis'), valueCode: 'GDPR_9_2_A' },
        { url: url('form-version'), valueString: '2026-02' },
        { url: url('collection-method'), valueCode: 'PAPER' },
        { url: url('reconsent-due'), valueDate: '2027-01-01' },
        { url: url('renews'), valueReference: { reference: 'Consent/c0' } },
      ],
    });
    expect(compose({ decision: 'deny', purposes: null })).not.toHaveProperty('extension');
  });

  it('makes no rule of purposes that have no code, which would permit every purpose', () => {
    const resource = compose({ purposes: ['REMINDERS', 'MODEL_USE'], period: { start: null, end: '2027' } });
    expect(resource).not.toHaveProperty('provision');
    expect(verdict([readConsent(resource)], { implicit: 'deny' })).toBe('deny');
    const both = readConsent(compose({ purposes: ['REMINDERS', 'RESEARCH'] }));
    expect(both.provision?.purposes).toEqual(['HRESCH']);
  });

  const refused: readonly Partial<ConsentInput>[] = [
    { purposes: null },
    { purposes: [] },
    { actors: [] },
    { labels: [] },
    { classes: [] },
    { codes: [] },
    { data: [] },
    { lawfulBasis: [] },
    { labels: ['NEVER-HEARD-OF'] },
    { classes: ['Observaton'] },
    { actors: ['Practitioner'] },
    { actors: ['https://elsewhere.example/Practitioner/a'] },
    { data: [{ meaning: 'instance', reference: '#x' }] },
    { codes: [{ system: null, code: '' }] },
    { period: { start: null, end: null } },
    { period: { start: '2027', end: '2026' } },
    { purposes: ['REMINDERS'], period: { start: 'soon', end: null } },
    { purposes: ['REMINDERS'], period: { start: '2027', end: '2026' } },
    { purposes: ['THIRD_PARTY_SHARING'], actors: ['Organization/o'] },
    { dataPeriod: { start: '2026-02-30', end: null } },
    { scope: 'research', purposes: ['TREATMENT'] },
    { reconsentDue: '2026-02-30' },
    { reconsentDue: '2026-02-03T10:00:00Z' },
    { renews: '../c' },
    { language: 'the language of the heart' },
    { policyUri: 'privacy policy' },
    { formVersion: '' },
  ];
  for (const [index, over] of refused.entries()) {
    it(`refuses what would not hold: ${Object.keys(over).join(', ')}, case ${index}`, () => {
      expect(() => compose(over)).toThrow(BadUserInputError);
    });
  }

  it('is read back as what was said', () => {
    const some = <T>(...items: readonly T[]) =>
      fc.option(fc.uniqueArray(fc.constantFrom(...items), { minLength: 1 }));
    const period = fc.option(
      fc.constantFrom({ start: '2026', end: null }, { start: '2025-02', end: '2027-01-01' }),
    );
    const inputs: fc.Arbitrary<ConsentInput> = fc
      .record({
        scope: fc.constant('patient-privacy' as const),
        decision: fc.constantFrom('permit' as const, 'deny' as const),
        purposes: some<ConsentPurpose>('TREATMENT', 'BILLING', 'RESEARCH', 'MARKETING', 'REMINDERS'),
        actors: some('Practitioner/a', 'Organization/o', 'CareTeam/t'),
        labels: some('HIV', 'PART2', 'SUD', 'R', 'N', 'PREGNANT'),
        classes: some('Observation', 'Claim'),
        codes: some({ system: 'http://loinc.org', code: '1-1' }, { system: null, code: 'x' }),
        data: some({ meaning: 'related' as const, reference: 'Encounter/e1' }),
        dataPeriod: period,
        period,
        lawfulBasis: some(...LAWFUL_BASES),
        formVersion: fc.option(fc.string({ minLength: 1, maxLength: 20 })),
        collectionMethod: fc.option(fc.constantFrom(...COLLECTION_METHODS)),
        policyUri: fc.option(fc.webUrl()),
        language: fc.option(fc.constantFrom('de', 'en-GB')),
        reconsentDue: fc.option(fc.constantFrom('2027', '2027-03-01')),
        renews: fc.option(fc.constantFrom('c0')),
      })
      .map((input) => ({
        ...input,
        purposes: input.purposes ?? (input.decision === 'permit' ? ['TREATMENT' as const] : null),
      }))
      .filter(({ purposes }) => purposes?.some((purpose) => CONSENT_PURPOSES[purpose] !== null) ?? true);
    fc.assert(
      fc.property(inputs, (input) => {
        const { id, status, readable, provision, findings } = readConsent(composeConsent(input, FACTS));
        expect({ id, status, readable, findings }).toEqual({
          id: 'c1',
          status: 'active',
          readable: true,
          findings: [],
        });
        expect(provision).toMatchObject({
          type: input.decision,
          purposes: (input.purposes ?? []).flatMap((purpose) => CONSENT_PURPOSES[purpose] ?? []),
          actors: input.actors ?? [],
          labels: input.labels ?? [],
          classes: input.classes ?? [],
          codes: input.codes ?? [],
          data: input.data ?? [],
          provisions: [],
        });
        expect(provision?.period === null).toBe(input.period === null);
        expect(provision?.dataPeriod === null).toBe(input.dataPeriod === null);
      }),
      { numRuns: 500 },
    );
  });
});

describe('withdrawing a consent', () => {
  const withdrawal = { now: NOW, by: 'Patient/p1', supersededBy: null };

  it('takes it out of force and says when and by whom', () => {
    const before = compose({ decision: 'deny', purposes: null });
    const after = withdrawnConsent(before, withdrawal);
    expect(after).toEqual({
      ...before,
      status: 'inactive',
      extension: [
        {
          url: 'https://phield.dev/fhir/StructureDefinition/consent-withdrawal',
          extension: [
            { url: 'at', valueInstant: '2026-05-15T12:00:00.000Z' },
            { url: 'by', valueReference: { reference: 'Patient/p1' } },
          ],
        },
      ],
    });
    expect(verdict([readConsent(before)])).toBe('deny c1');
    expect(verdict([readConsent(after ?? {})])).toBe('permit');
  });

  it('withdraws one that cannot be read, and none that is not in force', () => {
    const broken = { ...compose(), provision: 'no' };
    expect(verdict([readConsent(broken)])).toBe('deny c1');
    expect(verdict([readConsent(withdrawnConsent(broken, withdrawal) ?? {})])).toBe('permit');
    for (const status of ['inactive', 'rejected', undefined]) {
      expect(withdrawnConsent({ ...compose(), status }, withdrawal)).toBeNull();
    }
  });
});
