import type { Guard } from '../guard.ts';

const STORE = 'tests/datasources/health-data.test.ts';
const WHOLES = 'tests/datasources/wholes.test.ts';

/** Whom a consent means by somebody: all that the actor is. */
export const CONSENT_ACTOR_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'consent.role-organization',
    promise: '1 a refusal to a hospital is one to those who work there',
    file: 'src/fhir/role-memberships.ts',
    find: '    ...(anchor === source ? employer : {}),\n',
    replace: '',
    tests: ['tests/fhir/memberships.test.ts', 'says whom the role is for'],
  },
  {
    guard: 'consent.organization-kept',
    promise: '1 a refusal to a hospital is one to those who work there',
    file: 'datasources/dynamodb/plan-write.ts',
    find: 'membership.organization === undefined ?',
    replace: 'write.memberships.length > 0 ?',
    tests: [STORE, 'says whom consents may mean'],
  },
  {
    guard: 'consent.organization-read',
    promise: '1 a refusal to a hospital is one to those who work there',
    file: 'datasources/dynamodb/actor-anchors.ts',
    find: 'if (organization !== null) organizations.add(organization);',
    replace: '',
    tests: [STORE, 'says whom consents may mean'],
  },
  {
    guard: 'consent.wholes',
    promise: '1 a refusal to a hospital is one to those who work on its wards',
    file: 'datasources/dynamodb/dynamo-health-data.ts',
    find: 'return [...own, ...(await wholes.of({ tenant, store, itemKeys, tenantKeys }, own))];',
    replace: 'return own;',
    tests: [STORE, 'are part of, for consents alone'],
  },
  {
    guard: 'consent.wholes-all',
    promise: '1 a refusal to a hospital is one to those who work on its wards',
    file: 'datasources/dynamodb/wholes.ts',
    find: 'for (const whole of parts) found.add(whole);',
    replace: 'for (const whole of parts.splice(0)) found.add(whole);',
    tests: [STORE, 'are part of, for consents alone'],
  },
  {
    guard: 'consent.wholes-age',
    promise: '1 what changed holds within five seconds',
    file: 'datasources/dynamodb/wholes.ts',
    find: 'return age >= 0 && age < KEPT_MS;',
    replace: 'return age >= 0;',
    tests: [WHOLES, 'is known for five seconds'],
  },
  {
    guard: 'consent.wholes-clock',
    promise: '1 what changed holds within five seconds',
    file: 'datasources/dynamodb/wholes.ts',
    find: 'return age >= 0 && age < KEPT_MS;',
    replace: 'return age < KEPT_MS;',
    tests: [WHOLES, 'is known for five seconds'],
  },
  {
    guard: 'consent.wholes-tenant',
    promise: '3 nothing of one tenant is another’s',
    file: 'datasources/dynamodb/wholes.ts',
    find: 'return `${tenant.length} ${tenant} ${reference}`;',
    replace: 'return `${tenant.length > 0 ? 1 : 0} ${reference}`;',
    tests: [WHOLES, 'is known for five seconds'],
  },
  {
    guard: 'consent.wholes-end',
    promise: 'no chain is followed without end',
    file: 'datasources/dynamodb/wholes.ts',
    find: 'parts.length > 0 && found.size < MAX_WHOLES',
    replace: 'parts.length > 0',
    tests: [WHOLES, 'a chain without end ends'],
  },
  {
    guard: 'consent.organization-ties-nobody',
    promise: 'a hospital is no anchor: it would tie everybody who works there',
    file: 'datasources/dynamodb/actor-anchors.ts',
    find: 'organizations.add(organization)',
    replace: 'held.add(organization)',
    tests: [STORE, 'says whom consents may mean'],
  },
]);
