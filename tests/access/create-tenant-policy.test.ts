import { describe, expect, it } from 'vitest';
import { createTenantPolicies, createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import type { SubjectFacts, Tie } from '../../src/access/facts.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { DEFAULT_ACCESS_SETTINGS } from '../../src/access/tenant-settings.ts';
import { shippedModel } from '../support/shipped-model.ts';
import { actor } from '../support/small-gateway.ts';
import { subjectFacts } from '../support/subject-facts.ts';
import { consent, type Json, recipient } from './consent/consent-cases.ts';

const model = await shippedModel();
const EMPTY: TenantOverlay = {
  tenant: 't',
  version: '0',
  file: 'tenants/t.yaml',
  settings: DEFAULT_ACCESS_SETTINGS,
  removals: [],
  tightenings: [],
  derivedRoles: new Map(),
  groups: new Map(),
  insights: null,
};

const NOW = Date.UTC(2026, 2, 1, 12);

/** What consents say to somebody of whom these facts are known. */
function said(provision: Json, over: Partial<SubjectFacts>): boolean {
  const facts = subjectFacts({ subjectId: 'p1', consents: [consent(provision)], ...over });
  const { consents } = createTenantPolicy(EMPTY, model).situationOf(actor(), facts, NOW);
  return consents.decide('Observation', { id: 'o' }, []).permit;
}

const refused = (reference: string, over: Partial<SubjectFacts>) =>
  !said({ type: 'deny', actor: [recipient(reference)] }, over);

describe('a consent that names somebody', () => {
  const actors = ['Practitioner/a', 'PractitionerRole/r', 'Location/ward', 'Organization/hospital'];
  const team = (over: Partial<Tie> = {}): Tie => ({
    ...{ kind: 'CARE_TEAM', anchor: 'Practitioner/a', source: 'CareTeam/own', start: null, end: null },
    ...over,
  });

  it('means the actor by all that they are, whatever ties this patient', () => {
    for (const reference of actors) expect(refused(reference, { actors })).toBe(true);
    expect(refused('Organization/other', { actors })).toBe(false);
    expect(refused('Practitioner/a', { actors: [] })).toBe(true);
  });

  it('means those on the patient’s own team while they are on it', () => {
    expect(refused('CareTeam/own', { actors, ties: [team()] })).toBe(true);
    expect(refused('CareTeam/own', { actors, ties: [team({ end: '2025' })] })).toBe(false);
    expect(refused('Patient/p1', { actors, ties: [team({ source: 'Patient/p1' })] })).toBe(false);
  });

  it('makes no tie of care', () => {
    const facts = subjectFacts({ subjectId: 'p1', actors });
    const { relationships } = createTenantPolicy(EMPTY, model).situationOf(actor(), facts, NOW);
    expect(relationships).toBe(relationshipBit('ORG'));
  });
});

describe('createTenantPolicies', () => {
  it('knows a tenant by its overlay alone', () => {
    const policies = createTenantPolicies(new Map([['t', EMPTY]]), model);
    expect(policies('t')).not.toBeNull();
    for (const other of ['', 'T', 'toString', '__proto__']) expect(policies(other)).toBeNull();
  });

  it('has another version once the schema or the overlay changes', () => {
    const version = (over: Partial<TenantOverlay>, schema = model.version) =>
      createTenantPolicy({ ...EMPTY, ...over }, { ...model, version: schema }).version;
    expect(new Set([version({}), version({ version: '1' }), version({}, 'other')]).size).toBe(3);
  });
});
