import { describe, expect, it } from 'vitest';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { overlayFindings } from './overlay-findings.ts';

const model = await shippedModel();
const parse = (text: string) => parseTenantOverlay(text, 'tenants/t.yaml', model);

const findingsOf = (text: string) =>
  overlayFindings(text, 'tenants/t.yaml', model).map(
    ({ place, message }) => `${place.file}:${place.line}: ${message}`,
  );

describe('a tenant’s overlay', () => {
  it('is read whole', () => {
    const overlay = parse(`
tenant: north
settings: { treatingDays: 90 }
groups: { "AD Nurses": NURSE, lab: LAB_TECH }
derivedRoles:
  LAB_TECH: { base: NURSE, only: [DEMOGRAPHICS, LAB], breakGlass: true }
remove:
  - { roles: [BILLING], coordinates: [Patient.ssn] }
tighten:
  - categories: [COVERAGE]
    purposes: [TREAT]
    relationships: [TREATING]
    mask: REDACT
`);
    expect(overlay).toMatchObject({
      tenant: 'north',
      settings: { ...DEFAULT_ACCESS_SETTINGS, treatingDays: 90 },
      removals: [{ roles: ['BILLING'], categories: null, coordinates: ['Patient.ssn'], place: { line: 8 } }],
      tightenings: [
        { categories: ['COVERAGE'], relationships: ['TREATING'], mask: 'REDACT', place: { line: 10 } },
      ],
    });
    expect([...overlay.groups]).toEqual([
      ['AD Nurses', 'NURSE'],
      ['lab', 'LAB_TECH'],
    ]);
    expect(overlay.derivedRoles.get('LAB_TECH')).toMatchObject({ base: 'NURSE', breakGlass: true });
    expect(overlay.version).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may say nothing but who it is', () => {
    expect(parse('tenant: north')).toMatchObject({
      settings: DEFAULT_ACCESS_SETTINGS,
      removals: [],
      tightenings: [],
    });
  });

  it('is frozen, and another version once a byte of it changes', () => {
    const overlay = parse('tenant: north\nremove: [{ categories: [LAB] }]');
    for (const part of [
      overlay,
      overlay.settings,
      overlay.settings.proxyLimited,
      overlay.removals,
      overlay.removals[0],
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(parse('tenant: north ').version).not.toBe(parse('tenant: north').version);
  });
});

describe('what would widen is refused with its line', () => {
  it.each<[string, string, number, RegExp]>([
    [
      'a weaker mask',
      'tighten:\n  - coordinates: [Patient.ssn]\n    mask: NONE',
      4,
      /NONE would widen Patient.ssn, which is PARTIAL at schema\/access.graphql:\d+/,
    ],
    [
      'a mask that is weaker for one of several',
      'tighten:\n  - categories: [IDENTIFIER]\n    mask: PARTIAL',
      4,
      /PARTIAL would widen Patient.*mrn, which is PSEUDONYM/,
    ],
    [
      'a pseudonym in place of nothing',
      'tighten:\n  - categories: [CONTACT]\n    roles: [RESEARCHER]\n    mask: PSEUDONYM',
      5,
      /PSEUDONYM would widen/,
    ],
    [
      'a category the base has not',
      'derivedRoles:\n  X:\n    base: NURSE\n    only:\n      - LAB\n      - GENOMIC',
      7,
      /NURSE has no grant for GENOMIC/,
    ],
    [
      'break-glass the base has not',
      'derivedRoles:\n  X:\n    base: BILLING\n    only: [CONTACT]\n    breakGlass: true',
      6,
      /BILLING cannot break the glass for CONTACT/,
    ],
    [
      'break-glass on one category the base has it not on',
      'derivedRoles:\n  X:\n    base: NURSE\n    only: [LAB, CONSENT]\n    breakGlass: true',
      6,
      /cannot break the glass for CONSENT/,
    ],
    [
      'a role of the schema anew',
      'derivedRoles:\n  AUDITOR: { base: NURSE, only: [LAB] }',
      3,
      /AUDITOR is a role of the schema/,
    ],
    [
      'a patient by another name',
      'derivedRoles:\n  X: { base: PATIENT, only: [LAB] }',
      3,
      /PATIENT is no role of staff/,
    ],
    ['a system by group', 'groups:\n  robots: SYSTEM', 3, /SYSTEM is for clients/],
    ['adults later', 'settings:\n  adultAge: 21', 3, /over 18 would widen/],
    [
      'a gap before adulthood',
      'settings:\n  proxyLimited: { from: 12, to: 15 }',
      3,
      /ages 16 to 17 would be wider/,
    ],
  ])('%s', (_case, rest, line, message) => {
    const findings = findingsOf(`tenant: north\n${rest}\n`);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(new RegExp(`^tenants/t\\.yaml:${line}: `));
    expect(findings[0]).toMatch(message);
  });
});

describe('what names nothing is refused with its line', () => {
  it.each<[string, string, number, RegExp]>([
    [
      'a role',
      'remove:\n  - roles: [NURSE, DOCTOR]\n    categories: [LAB]',
      3,
      /remove\.0\.roles\.1: unknown role DOCTOR/,
    ],
    ['a category', 'remove:\n  - categories:\n      - LAB\n      - LABS', 5, /unknown category LABS/],
    ['a coordinate', 'remove:\n  - coordinates: [Patient.sssn]', 3, /unknown coordinate Patient\.sssn/],
    ['a field that is no PHI', 'remove:\n  - coordinates: [Patient.id]', 3, /unknown coordinate Patient\.id/],
    [
      'a purpose',
      'remove:\n  - { categories: [LAB], purposes: [TREATMENT] }',
      3,
      /unknown purpose TREATMENT/,
    ],
    [
      'a relationship',
      'remove:\n  - { categories: [LAB], relationships: [NONE] }',
      3,
      /unknown relationship NONE/,
    ],
    ['a mask', 'tighten:\n  - categories: [LAB]\n    mask: STARS', 4, /unknown mask STARS/],
    ['a base', 'derivedRoles:\n  X:\n    base: DOCTOR\n    only: [LAB]', 4, /unknown role DOCTOR/],
    [
      'a base that is derived itself',
      'derivedRoles:\n  X: { base: NURSE, only: [LAB] }\n  Y: { base: X, only: [LAB] }',
      4,
      /unknown role X/,
    ],
    ['a role of a group', 'groups:\n  doctors: DOCTOR', 3, /unknown role DOCTOR/],
    ['a grant, by role', 'remove:\n  - { roles: [AUDITOR], categories: [LAB] }', 3, /no grant is narrowed/],
    [
      'a grant, by purpose',
      'remove:\n  - { roles: [NURSE], categories: [LAB], purposes: [HRESCH] }',
      3,
      /no grant is narrowed/,
    ],
    [
      'a grant, by relationship',
      'remove:\n  - { roles: [NURSE], categories: [LAB], relationships: [SELF] }',
      3,
      /no grant is narrowed/,
    ],
    [
      'a change',
      'tighten:\n  - coordinates: [Patient.ssn]\n    mask: PARTIAL',
      4,
      /no grant is narrowed by PARTIAL/,
    ],
    [
      'a mask on rows',
      'tighten:\n  - coordinates: [Patient.observations]\n    mask: REDACT',
      3,
      /list of rows/,
    ],
  ])('%s', (_case, rest, line, message) => {
    const findings = findingsOf(`tenant: north\n${rest}\n`);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(new RegExp(`^tenants/t\\.yaml:${line}: `));
    expect(findings[0]).toMatch(message);
  });
});

describe('what cannot be read is refused with its line', () => {
  it.each<[string, string, number]>([
    ['no tenant', 'settings: {}', 1],
    ['a tenant that is no name', 'settings: {}\ntenant: "North/.."', 2],
    ['an unknown key', 'tenant: north\nwiden:\n  - categories: [LAB]', 2],
    ['an unknown key inside', 'tenant: north\nsettings:\n  treatingDays: 3\n  treatingDay: 4', 4],
    ['a key given twice', 'tenant: north\ngroups: {}\ngroups: {}', 3],
    ['a number of days that is none', 'tenant: north\nsettings:\n  treatingDays: forever', 3],
    ['days below zero', 'tenant: north\nsettings:\n  treatingDays: -1', 3],
    [
      'an empty list, which would mean nobody or everybody',
      'tenant: north\nremove:\n  - roles: []\n    categories: [LAB]',
      3,
    ],
    ['an entry about nothing', 'tenant: north\nremove:\n  - roles: [NURSE]', 3],
    ['a tightening without mask', 'tenant: north\ntighten:\n  - categories: [LAB]', 3],
    ['a derived role without categories', 'tenant: north\nderivedRoles:\n  X: { base: NURSE }', 3],
    ['a derived role in small letters', 'tenant: north\nderivedRoles:\n  x: { base: NURSE, only: [LAB] }', 3],
    ['a group by a name of the language', 'tenant: north\ngroups:\n  __proto__: NURSE', 3],
    ['an alias', 'tenant: north\ngroups: { a: &r NURSE, b: *r }', 2],
    ['a key that is a list', 'tenant: north\n? [a, b]\n: c', 2],
    ['two documents', 'tenant: north\n---\ntenant: south', 2],
    ['a list', '- tenant: north', 1],
    ['nothing', '', 1],
    ['no YAML', 'tenant: [north', 1],
    ['a tag', 'tenant: !!js/function north', 1],
  ])('%s', (_case, text, line) => {
    const findings = findingsOf(text);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatch(new RegExp(`^tenants/t\\.yaml:${line}: .`));
  });

  it('and every finding is told at once', () => {
    const text =
      'tenant: north\nsettings: { adultAge: 30 }\nremove:\n  - { categories: [A] }\n  - { categories: [B] }';
    expect(findingsOf(text)).toHaveLength(3);
  });
});
