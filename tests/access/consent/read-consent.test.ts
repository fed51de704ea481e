import { describe, expect, it } from 'vitest';
import { readConsent } from '../../../src/access/consent/read-consent.ts';
import type { Json } from './consent-cases.ts';
import {
  consentResource,
  directive,
  fhirClass,
  label,
  level,
  purpose,
  recipient,
  scope,
  verdict,
} from './consent-cases.ts';

const read = (provision: unknown, over: Json = {}) => readConsent(consentResource(provision, over));

describe('reading a consent', () => {
  it('reads every criterion of a rule and of its exceptions', () => {
    const { readable, provision, findings } = read({
      type: 'permit',
      period: { start: '2026', end: '2026-06-30' },
      actor: [recipient('Practitioner/a/_history/3')],
      purpose: [purpose('TREAT'), purpose('HPAYMT')],
      provision: [
        {
          type: 'deny',
          securityLabel: [label('42CFRPart2'), level('R'), label('SICKLE')],
          class: [fhirClass('Observation')],
          code: [{ coding: [{ system: 'http://loinc.org', code: '1234-5' }] }],
          dataPeriod: { end: '2020' },
          data: [{ meaning: 'related', reference: { reference: 'Encounter/e1' } }],
        },
      ],
    });
    expect(findings).toEqual([]);
    expect(readable).toBe(true);
    expect(provision).toMatchObject({
      type: 'permit',
      period: { from: Date.UTC(2026, 0, 1), until: Date.UTC(2026, 6, 1) - 1 },
      actors: ['Practitioner/a'],
      purposes: ['TREAT', 'HPAYMT'],
      labels: [],
      provisions: [
        {
          type: 'deny',
          labels: ['PART2', 'R', 'SCA'],
          classes: ['Observation'],
          codes: [{ system: 'http://loinc.org', code: '1234-5' }],
          dataPeriod: { from: Number.NEGATIVE_INFINITY, until: Date.UTC(2021, 0, 1) - 1 },
          data: [{ meaning: 'related', reference: 'Encounter/e1' }],
          provisions: [],
        },
      ],
    });
  });

  it('takes the root type from an opt-in or opt-out policy rule, as FHIR R4 means it', () => {
    expect(read({}, { policyRule: directive('OPTOUT') }).provision?.type).toBe('deny');
    expect(read(undefined, { policyRule: directive('OPTIN') }).provision).toMatchObject({
      type: 'permit',
      purposes: [],
    });
    expect(read({}, { policyRule: directive('SOMETHING') }).findings).toEqual(['TYPE']);
    expect(read({ type: 'permit' }, { policyRule: directive('OPTOUT') }).findings).toEqual(['CONTRADICTION']);
  });

  it('says nothing where nothing is said, or where it is about care', () => {
    expect(read(undefined)).toMatchObject({ readable: true, provision: null, findings: ['NOTHING_SAID'] });
    for (const about of ['treatment', 'adr']) {
      expect(read({ type: 'deny' }, { scope: scope(about) })).toMatchObject({
        readable: true,
        provision: null,
      });
      expect(verdict([read({ type: 'nonsense' }, { scope: scope(about) })])).toBe('permit');
    }
  });

  it('holds a consent to research to research', () => {
    expect(read({ type: 'permit' }, { scope: scope('research') }).provision?.purposes).toEqual(['HRESCH']);
    const wide = read(
      { type: 'permit', purpose: [purpose('HRESCH'), purpose('TREAT')] },
      { scope: scope('research') },
    );
    expect(wide).toMatchObject({ readable: false, findings: ['PURPOSE_OUTSIDE_SCOPE'] });
  });

  it('does not take consent to collect, or one found unverified, for consent to read', () => {
    const action = [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentaction', code: 'collect' }] },
    ];
    expect(read({ type: 'permit', action })).toMatchObject({ readable: true, findings: ['COLLECT_ONLY'] });
    expect(verdict([read({ type: 'permit', action })], { implicit: 'deny' })).toBe('deny');
    expect(verdict([read({ type: 'deny', action })])).toBe('deny c1');
    const unverified = { verification: [{ verified: false }] };
    expect(verdict([read({ type: 'permit' }, unverified)], { implicit: 'deny' })).toBe('deny');
    expect(
      verdict([read({ type: 'permit' }, { verification: [{ verified: true }] })], { implicit: 'deny' }),
    ).toBe('permit c1');
  });

  it('lets a rule about somebody who cannot be told deny to all and permit none', () => {
    for (const actor of [
      recipient('https://elsewhere.example/Practitioner/a'),
      recipient('#a'),
      recipient('Practitioner/a', 'AUT'),
      recipient('Group/g'),
      recipient('Device/d'),
      recipient('Person/p'),
      { role: { coding: [label('X')] } },
    ]) {
      expect(read({ type: 'deny', actor: [actor] }).findings).toEqual(['UNRESOLVED_ACTOR']);
      expect(verdict([read({ type: 'deny', actor: [actor] })])).toBe('deny c1');
      expect(verdict([read({ type: 'permit', actor: [actor] })], { implicit: 'deny' })).toBe('deny');
    }
  });
});

const CODED = (code: unknown): Json => ({ coding: [code] });

const WITH_PROTO: unknown = JSON.parse('{"type":"permit","__proto__":{"x":1}}');

/** Each makes the consent unreadable, with the finding beside it. */
const BROKEN: readonly (readonly [finding: string, provision: unknown, over?: Json])[] = [
  ['NOT_A_CONSENT', { type: 'permit' }, { resourceType: 'Contract' }],
  ['STATUS', { type: 'permit' }, { status: 'on' }],
  ['STATUS', { type: 'permit' }, { status: undefined }],
  ['SCOPE', { type: 'permit' }, { scope: undefined }],
  [
    'SCOPE',
    { type: 'permit' },
    { scope: CODED({ system: 'https://clinic.example', code: 'patient-privacy' }) },
  ],
  ['MODIFIER', { type: 'permit' }, { modifierExtension: [{ url: 'https://clinic.example/not' }] }],
  ['MODIFIER', { type: 'permit' }, { implicitRules: 'https://clinic.example/rules' }],
  ['MODIFIER', { type: 'permit' }, { decision: 'deny' }],
  ['MODIFIER', { type: 'permit', modifierExtension: [] }],
  ['MODIFIER', { type: 'permit', provision: [{ type: 'deny', modifierExtension: [] }] }],
  ['ELEMENT', { type: 'permit', documentType: [] }],
  ['ELEMENT', { type: 'permit', _type: {} }],
  ['ELEMENT', WITH_PROTO],
  ['TYPE', {}],
  ['TYPE', { type: 'Permit' }],
  ['TYPE', { type: 'permit', provision: [{}] }],
  ['CONTRADICTION', { type: 'deny' }, { policyRule: directive('OPTIN') }],
  ['CONTRADICTION', {}, { policyRule: { coding: [label('OPTIN'), label('OPTOUT')] } }],
  ['PERIOD', { type: 'permit', period: { start: '2026-02-30' } }],
  ['PERIOD', { type: 'permit', period: { start: '2027', end: '2026' } }],
  ['PERIOD', { type: 'permit', period: {} }],
  ['PERIOD', { type: 'permit', period: { end: '2030', _start: {} } }],
  ['PERIOD', { type: 'permit', dataPeriod: 'always' }],
  ['ACTOR', { type: 'permit', actor: [{ reference: { reference: 'Practitioner/a' } }] }],
  ['ACTION', { type: 'permit', action: [CODED({ code: 'correct' })] }],
  ['ACTION', { type: 'permit', action: [{ text: 'use' }] }],
  ['PURPOSE', { type: 'permit', purpose: [{ system: 'https://clinic.example', code: 'TREAT' }] }],
  ['PURPOSE', { type: 'deny', purpose: [purpose('TREATMENT')] }],
  ['PURPOSE', { type: 'deny', purpose: [purpose('PurposeOfUse')] }],
  ['LABEL', { type: 'deny', securityLabel: [label('NEWLABEL')] }],
  ['LABEL', { type: 'deny', securityLabel: [{ code: 'PSY' }] }],
  ['LABEL', { type: 'deny', securityLabel: [level('PSY')] }],
  ['CLASS', { type: 'deny', class: [fhirClass('Observaton')] }],
  ['CLASS', { type: 'deny', class: [{ system: 'urn:ietf:bcp:13', code: 'application/hl7-cda+xml' }] }],
  ['CODE', { type: 'deny', code: [{ text: 'glucose' }] }],
  ['DATA', { type: 'deny', data: [{ reference: { reference: 'Claim/1' } }] }],
  ['DATA', { type: 'deny', data: [{ meaning: 'instance' }] }],
  ['SHAPE', [{ type: 'permit' }]],
  ['SHAPE', { type: 'permit', purpose: [] }],
  ['SHAPE', { type: 'permit', actor: recipient('Practitioner/a') }],
  ['SIZE', { type: 'permit', purpose: Array.from({ length: 2_001 }, () => purpose('TREAT')) }],
];

describe('a consent that cannot be read', () => {
  for (const [index, [finding, provision, over]] of BROKEN.entries()) {
    it(`denies everything and tells why: ${finding}, case ${index}`, () => {
      const consent = read(provision, over);
      expect(consent).toMatchObject({ readable: false, provision: null });
      expect(consent.findings).toContain(finding);
      expect(verdict([consent], { implicit: 'all-normal' })).toBe('deny c1');
    });
  }

  it('says nothing once it is no longer in force', () => {
    const broken = read({ type: 'nonsense' }, { status: 'inactive' });
    expect(broken.readable).toBe(false);
    expect(verdict([broken])).toBe('permit');
  });

  it('is read to eight levels and no deeper', () => {
    const nest = (levels: number): Json =>
      levels === 1 ? { type: 'permit' } : { type: 'permit', provision: [nest(levels - 1)] };
    expect(read(nest(8)).readable).toBe(true);
    expect(read(nest(9)).findings).toEqual(['DEPTH']);
  });
});
