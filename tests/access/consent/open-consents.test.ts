import { describe, expect, it } from 'vitest';
import { openConsents } from '../../../src/access/consent/open-consents.ts';
import type { Json } from './consent-cases.ts';
import { consent, fhirClass, label, level, purpose, recipient, situation, verdict } from './consent-cases.ts';

const permit = (over: Json = {}) => consent({ type: 'permit', ...over });
const deny = (over: Json = {}) => consent({ type: 'deny', ...over });
const data = (meaning: string, reference: string): Json => ({
  data: [{ meaning, reference: { reference } }],
});

describe('the implicit policy', () => {
  it.each([
    ['all-normal', 'permit', 'permit', 'permit', 'deny', 'permit'],
    ['basic-normal', 'permit', 'permit', 'deny', 'deny', 'permit'],
    ['break-glass-only', 'deny', 'deny', 'deny', 'deny', 'permit'],
    ['deny', 'deny', 'deny', 'deny', 'deny', 'deny'],
  ] as const)('%s holds where nothing is said', (implicit, plain, vip, hiv, part2, match) => {
    expect(verdict([], { implicit })).toBe(plain);
    expect(verdict([], { implicit, labels: ['CEL', 'TBOO'] })).toBe(vip);
    expect(verdict([], { implicit, labels: ['CEL', 'HIV'] })).toBe(hiv);
    expect(verdict([], { implicit, labels: ['R'] })).toBe(hiv);
    expect(verdict([], { implicit, labels: ['NEVER-HEARD-OF'] })).toBe(hiv);
    expect(verdict([], { implicit, labels: ['PART2', 'SUD'] })).toBe(part2);
    expect(verdict([], { implicit, type: 'PatientMatch' })).toBe(match);
  });

  it('holds for consents that do not bear on the situation', () => {
    const others = [
      deny({ period: { end: '2026-05-14' } }),
      deny({ period: { start: '2026-05-16' } }),
      deny({ purpose: [purpose('HRESCH')] }),
      deny({ actor: [recipient('Practitioner/b')] }),
      deny({ class: [fhirClass('Condition')] }),
      ...['draft', 'proposed', 'rejected', 'inactive', 'entered-in-error'].map((status) =>
        consent({ type: 'deny' }, { status }),
      ),
    ];
    expect(verdict(others)).toBe('permit');
  });
});

describe('criteria', () => {
  it('match a purpose by is-a', () => {
    const forTreatment = [permit({ purpose: [purpose('TREAT')] })];
    const asked = { implicit: 'deny' as const };
    expect(verdict(forTreatment, { ...asked, purposes: ['BTG', 'ETREAT', 'TREAT'] })).toBe('permit c1');
    expect(verdict([permit({ purpose: [purpose('BTG')] })], { ...asked, purposes: ['TREAT'] })).toBe('deny');
  });

  it('cover the first and the last moment of a period', () => {
    const may = [permit({ period: { start: '2026-05', end: '2026-05' } })];
    const at = (now: number) => verdict(may, { now, implicit: 'deny' });
    expect(at(Date.UTC(2026, 4, 1))).toBe('permit c1');
    expect(at(Date.UTC(2026, 5, 1) - 1)).toBe('permit c1');
    expect(at(Date.UTC(2026, 4, 1) - 1)).toBe('deny');
    expect(at(Date.UTC(2026, 5, 1))).toBe('deny');
  });

  it('name the actor by any of its references', () => {
    const team = [deny({ actor: [recipient('Practitioner/x'), recipient('CareTeam/t', 'PRCP')] })];
    expect(verdict(team, { actors: ['Practitioner/a', 'CareTeam/t'] })).toBe('deny c1');
    expect(verdict(team, { actors: ['Practitioner/a', 'CareTeam/u'] })).toBe('permit');
  });

  it('are never escaped by who cannot be told, nor met', () => {
    for (const actors of [[], ['Organization/o'], ['PractitionerRole/r'], ['Device/d']]) {
      expect(verdict([deny({ actor: [recipient('Practitioner/x')] })], { actors })).toBe('deny c1');
      expect(verdict([permit({ actor: [recipient('Practitioner/x')] })], { actors, implicit: 'deny' })).toBe(
        'deny',
      );
    }
    for (const actors of [['Practitioner/a'], ['Patient/p'], ['RelatedPerson/r']]) {
      expect(verdict([deny({ actor: [recipient('Practitioner/x')] })], { actors })).toBe('permit');
    }
    const own = { actors: ['PractitionerRole/r'], implicit: 'deny' as const };
    expect(verdict([permit({ actor: [recipient('PractitionerRole/r')] })], own)).toBe('permit c1');
  });

  it('name a FHIR type; a match is a look at the Patient', () => {
    const patients = [deny({ class: [fhirClass('Patient')] })];
    expect(verdict(patients, { type: 'Patient' })).toBe('deny c1');
    expect(verdict(patients, { type: 'PatientMatch' })).toBe('deny c1');
    expect(verdict(patients)).toBe('permit');
  });

  it('find a code where a row says what it is, and where it only mentions it', () => {
    const coding = { system: 'http://loinc.org', code: '10-1' };
    const rule = { code: [{ coding: [coding] }] };
    const about = { id: 'r', code: { coding: [{ system: 'http://other', code: '10-1' }, coding] } };
    const mentions = { id: 'r', component: [{ code: { coding: [coding] } }] };
    const bare = { id: 'r', code: { coding: [{ code: '10-1' }] } };
    const category = { id: 'r', category: [{ coding: [coding] }] };
    const other = { id: 'r', code: { coding: [{ system: 'http://other', code: '10-1' }], text: '10-1' } };
    const all = [about, mentions, bare, category, other];
    expect(all.map((record) => verdict([deny(rule)], { record }))).toEqual([
      ...['deny c1', 'deny c1', 'deny c1', 'deny c1', 'permit'],
    ]);
    expect(all.map((record) => verdict([permit(rule)], { record, implicit: 'deny' }))).toEqual([
      ...['permit c1', 'deny', 'deny', 'permit c1', 'deny'],
    ]);
  });

  it('hold what may be of a period back, and let only what is of it go', () => {
    const rule = { dataPeriod: { start: '2020', end: '2020' } };
    const within = { effectiveDateTime: '2020-03-04T10:00:00Z' };
    const across = { period: { start: '2019-12-30', end: '2020-01-02' } };
    const open = { onsetPeriod: { start: '2020-01-02' } };
    const after = { authoredOn: '2021' };
    const unreadable = { effectiveDateTime: 'spring' };
    const document = { date: '2025', context: { period: { start: '2020-02', end: '2020-03' } } };
    const records = [within, across, open, after, unreadable, {}, document];
    expect(records.map((record) => verdict([deny(rule)], { record }))).toEqual([
      ...['deny c1', 'deny c1', 'deny c1', 'permit', 'deny c1', 'deny c1', 'deny c1'],
    ]);
    expect(records.map((record) => verdict([permit(rule)], { record, implicit: 'deny' }))).toEqual([
      ...['permit c1', 'deny', 'deny', 'deny', 'deny', 'deny', 'permit c1'],
    ]);
    expect(verdict([deny(rule)], { type: 'Patient', record: { id: 'p1' } })).toBe('permit');
  });

  it('name data: the row itself, rows that refer to it, rows somebody stands behind', () => {
    const claim = { id: 'cl1', item: [{ encounter: [{ reference: 'Encounter/e1' }] }] };
    const visit = { id: 'e1' };
    const about = (rule: Json, type: string, record: Json) => verdict([deny(rule)], { type, record });
    expect(about(data('instance', 'Encounter/e1'), 'Encounter', visit)).toBe('deny c1');
    expect(about(data('instance', 'Encounter/e1'), 'Claim', claim)).toBe('permit');
    for (const meaning of ['related', 'dependents']) {
      expect(about(data(meaning, 'Encounter/e1'), 'Claim', claim)).toBe('deny c1');
      expect(about(data(meaning, 'Encounter/e1'), 'Encounter', visit)).toBe('deny c1');
      expect(about(data(meaning, 'Encounter/e'), 'Claim', claim)).toBe('permit');
    }
    const note = { id: 'd', author: [{ reference: 'Practitioner/b' }], subject: { reference: 'Patient/p1' } };
    const procedure = { id: 'x', performer: [{ actor: { reference: 'Practitioner/b/_history/2' } }] };
    const seen = { id: 'o', subject: { reference: 'Practitioner/b' } };
    expect(about(data('authoredby', 'Practitioner/b'), 'DocumentReference', note)).toBe('deny c1');
    expect(about(data('authoredby', 'Practitioner/b'), 'Procedure', procedure)).toBe('deny c1');
    expect(about(data('authoredby', 'Practitioner/b'), 'Observation', seen)).toBe('permit');
    expect(verdict([deny(data('instance', 'https://elsewhere.example/Claim/1'))])).toBe('deny c1');
  });

  it('give up a search that goes too deep or too wide, and deny', () => {
    let deep: Json = { reference: 'Encounter/e9' };
    for (let level = 0; level < 60; level += 1) deep = { deep };
    const wide = { id: 'w', items: Array.from({ length: 30_000 }, () => ({})) };
    for (const record of [deep, wide]) {
      expect(verdict([deny(data('related', 'Encounter/e1'))], { record })).toBe('deny c1');
      expect(verdict([permit(data('related', 'Encounter/e1'))], { record, implicit: 'deny' })).toBe('deny');
    }
  });
});

describe('the self-pay restriction (45 CFR 164.522(a)(1)(vi))', () => {
  it('keeps one item from payment, and from nothing else', () => {
    const restriction = [deny({ purpose: [purpose('HPAYMT')], ...data('related', 'Encounter/e1') })];
    const claim = { id: 'cl1', item: [{ encounter: [{ reference: 'Encounter/e1' }] }] };
    const billing = { type: 'Claim', purposes: ['COVAUTH', 'HPAYMT'] };
    expect(verdict(restriction, { ...billing, record: claim })).toBe('deny c1');
    expect(verdict(restriction, { ...billing, record: { id: 'cl2' } })).toBe('permit');
    expect(verdict(restriction, { type: 'Claim', record: claim })).toBe('permit');
  });
});

describe('exceptions', () => {
  it('decide instead of the rule that holds them, to any depth', () => {
    const nested = [
      permit({
        provision: [
          {
            type: 'deny',
            class: [fhirClass('Condition')],
            provision: [{ type: 'permit', actor: [recipient('Practitioner/a')] }],
          },
        ],
      }),
    ];
    expect(verdict(nested, { type: 'Observation' })).toBe('permit c1');
    expect(verdict(nested, { type: 'Condition' })).toBe('permit c1');
    expect(verdict(nested, { type: 'Condition', actors: ['Practitioner/b'] })).toBe('deny c1');
  });

  it('yield to the more specific one, and of equals to the one that denies', () => {
    const byClass = { type: 'deny', class: [fhirClass('Observation')] };
    const byBoth = {
      type: 'permit',
      class: [fhirClass('Observation')],
      actor: [recipient('Practitioner/a')],
    };
    const byActor = { type: 'permit', actor: [recipient('Practitioner/a')] };
    for (const provision of [
      [byClass, byBoth],
      [byBoth, byClass],
    ]) {
      expect(verdict([permit({ provision })])).toBe('permit c1');
      expect(verdict([permit({ provision })], { actors: [] })).toBe('deny c1');
    }
    for (const provision of [
      [byClass, byActor],
      [byActor, byClass],
    ]) {
      expect(verdict([permit({ provision })])).toBe('deny c1');
    }
  });

  it('do not reach beyond the rule that holds them', () => {
    const rule = permit({ purpose: [purpose('TREAT')], provision: [{ type: 'deny' }] });
    expect(verdict([rule], { purposes: ['HPAYMT'] })).toBe('permit');
  });
});

describe('several consents', () => {
  const named = (id: string, type: string, over: Json = {}) => consent({ type, ...over }, { id });

  it('deny if one denies, and name the first by id', () => {
    const [a, b, c, d] = [named('a', 'permit'), named('b', 'deny'), named('c', 'deny'), named('d', 'permit')];
    expect(verdict([d, c, b, a])).toBe('deny b');
    expect(verdict([d, a])).toBe('permit a');
    expect(verdict([a, named('e', 'deny', { purpose: [purpose('HPAYMT')] })])).toBe('permit a');
  });

  it('deny if one cannot be read', () => {
    const broken = consent({ type: 'maybe' }, { id: 'x' });
    expect(verdict([named('a', 'permit'), broken, consent({}, { id: 'y' })])).toBe('deny x');
  });
});

describe('the verdict of all rows alike', () => {
  const always = (...args: Parameters<typeof openConsents>) => openConsents(...args).always;

  it('is there unless a rule that bears on the situation looks at rows', () => {
    expect(always([], situation())).toEqual({ permit: true, consent: null });
    expect(always([], situation({ implicit: 'break-glass-only' }))).toBeNull();
    expect(always([deny()], situation())).toEqual({ permit: false, consent: 'c1' });
    expect(always([deny({ securityLabel: [label('HIV')] })], situation())).toEqual({
      permit: true,
      consent: null,
    });
    expect(always([permit({ securityLabel: [level('N')] })], situation({ implicit: 'deny' }))).toEqual({
      permit: true,
      consent: 'c1',
    });
    const byRow = permit({
      provision: [{ type: 'deny', purpose: [purpose('HPAYMT')], class: [fhirClass('Claim')] }],
    });
    expect(always([byRow], situation())).toEqual({ permit: true, consent: 'c1' });
    expect(always([byRow], situation({ purposes: ['HPAYMT'] }))).toBeNull();
    expect(always([consent({})], situation())).toEqual({ permit: false, consent: 'c1' });
  });
});
