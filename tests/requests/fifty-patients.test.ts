import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf } from '../support/answered.ts';
import { type ProxiedGateway, runProxiedGateway } from '../support/proxied-gateway.ts';
import { NAMES, SELECTION, saidOf, TWELVE, tokenOf } from './fifty-patients/askers.ts';
import { callsOf } from './fifty-patients/calls.ts';
import { joinTeams } from './fifty-patients/team-of-many.ts';

let gateway: ProxiedGateway;
let everybody: readonly string[];
const printed: string[] = [];

beforeAll(async () => {
  gateway = await runProxiedGateway();
  // Keys of the tenant are opened once and kept: everything counted below comes after that.
  const answer = await ask('REGISTRATION', '{ patients(first: 200) { edges { node { fhirId } } } }');
  everybody = fhirIdsOf(answer.text);
  await joinTeams(gateway.config.dataDir, everybody);
});
afterAll(async () => {
  process.stdout.write(`\ncalls to the store, batches with their number of keys\n${printed.join('\n')}\n`);
  await gateway?.close();
});

async function ask(name: (typeof NAMES)[number], query: string) {
  return gateway.ask(await gateway.token(tokenOf(name)), query);
}

function fhirIdsOf(text: string): readonly string[] {
  return [...text.matchAll(/"fhirId":"([^"]+)"/g)].map(([, id = '']) => id);
}

/** What one operation asks of the store. */
async function calls(name: (typeof NAMES)[number], what: string, query: string) {
  gateway.proxy.take();
  const answer = await ask(name, query);
  expect(codesOf(answer).filter((code) => code !== 'PHI_ACCESS_DENIED')).toEqual([]);
  const counted = callsOf(gateway.proxy.take());
  printed.push(`  ${name.padEnd(13)} ${what.padEnd(44)} ${counted.summary}`);
  return counted;
}

const listOf = (first: number, also = '') =>
  `{ patients(first: ${first}) { edges { node { fhirId ${SELECTION} ${also} } } } }`;

describe.each(NAMES)('fifty patients, twelve fields, for %s', (name) => {
  it('leave one event for each field of each patient, which says what was decided', async () => {
    const answer = await ask(name, listOf(50));
    const ids = fhirIdsOf(answer.text);
    expect(new Set(ids).size).toBe(50);
    const request = answer.headers.get('phield-request-id') ?? '';
    const events = await gateway.events({ request });
    const expected = ids.flatMap((id) =>
      TWELVE.map((field) => ({
        kind: 'operation',
        tenant: 'riverside',
        actor: `many-${name}`,
        roles: [name],
        subject: id,
        resource: { type: 'Patient', id },
        coordinate: `Patient.${field}`,
        ...saidOf(name, field),
      })),
    );
    const shown = events.map(
      ({ kind, tenant, actor, roles, subject, resource, coordinate, decision, mask, reason, purpose }) => ({
        ...{ kind, tenant, actor, roles, subject, resource, coordinate, decision, mask, reason, purpose },
      }),
    );
    expect(shown.length).toBe(600);
    const sorted = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).toSorted();
    expect(sorted(shown)).toEqual(sorted(expected));
    expect(new Set(events.map(({ id }) => id)).size).toBe(600);
    // Nothing else of this request stands in the ledger, and a permitted field names its grant.
    expect(events.every(({ decision, grant }) => (grant === null) === (decision === 'DENY'))).toBe(true);
  });

  it('leave no more when each is asked for by other names and paths as well', async () => {
    const again = `again: name { family } ...Twice } } }
      twice: patients(first: 50) { edges { node { ssn ...Twice } } }
    } fragment Twice on Patient { other: birthDate mrn`;
    const answer = await ask(name, `{ patients(first: 50) { edges { node { ${SELECTION} ${again} }`);
    const request = answer.headers.get('phield-request-id') ?? '';
    expect((await gateway.events({ request })).length).toBe(600);
  });

  it('give one error for each denied coordinate, where it was met first', async () => {
    const answer = await ask(name, listOf(50));
    const denied = TWELVE.filter((field) => saidOf(name, field).decision === 'DENY');
    const errors = (answer.body?.errors ?? []).map(({ path, extensions }) => ({ path, ...extensions }));
    expect(errors.toSorted((a, b) => (JSON.stringify(a.path) < JSON.stringify(b.path) ? -1 : 1))).toEqual(
      denied.toSorted().map((field) => ({
        code: 'PHI_ACCESS_DENIED',
        coordinate: `Patient.${field}`,
        reason: 'ROLE',
        count: 50,
        path: ['patients', 'edges', 0, 'node', field],
      })),
    );
  });
});

describe.each(NAMES)('calls to the store for %s', (name) => {
  // The list's Query, and one for what the physician is: office staff without a FHIR user need none.
  const queries = name === 'PHYSICIAN' ? 2 : 1;
  // Record, key and consents of a patient, what this actor is given of it, and the physician's ties: one batch.
  const keys = name === 'PHYSICIAN' ? 5 : 4;
  // Of a connection: the rows, and beside them those with labels, which each of these roles may have some of.
  const ranges = 2;

  it.each([10, 25, 50])('a list of %i takes the same, but for batches of a hundred keys', async (first) => {
    const counted = await calls(name, `${first} patients, 12 fields`, listOf(first));
    // One more is read than shown: it tells whether there is a next page.
    const asked = Math.max(first + 1, 10) * keys;
    expect(counted).toMatchObject({ queries, batches: Math.ceil(asked / 100), keys: asked, others: 0 });
  });

  it.each([1, 10, 25])('%i by their ids take batches alone', async (count) => {
    const aliases = everybody
      .slice(0, count)
      .map((id, at) => `p${at}: patient(id: "${id}") { ${SELECTION} }`);
    const counted = await calls(name, `${count} by id, 12 fields`, `{ ${aliases.join(' ')} }`);
    expect(counted).toMatchObject({
      queries: queries - 1,
      batches: Math.ceil((count * keys) / 100),
      keys: count * keys,
      others: 0,
    });
  });

  it.each([10, 25, 50])(
    'a connection of %i patients costs one Query for each range of each, and no facts',
    async (first) => {
      const asked = Math.max(first + 1, 10) * keys;
      const batches = Math.ceil(asked / 100);
      const one = await calls(
        name,
        `${first} patients, their encounters`,
        listOf(first, 'encounters(first: 3) { edges { node { status period { start } } } }'),
      );
      expect(one).toMatchObject({ queries: queries + ranges * first, batches, keys: asked, others: 0 });
      const two = await calls(
        name,
        `${first} patients, their encounters twice`,
        listOf(
          first,
          `a: encounters(first: 3) { edges { node { status } } }
         b: encounters(first: 2) { edges { node { class { code } } } }`,
        ),
      );
      expect(two).toMatchObject({ queries: queries + 2 * ranges * first, batches, keys: asked, others: 0 });
    },
  );

  it.each([10, 25, 50])('who treated %i patients is read on one level, together', async (first) => {
    const below =
      'encounters(first: 5) { edges { node { practitioners { name { family } } serviceProvider { name } } } }';
    const plain = await calls(name, `${first} patients`, listOf(first));
    const more = await calls(name, `${first} patients, who treated them`, listOf(first, below));
    expect(more.queries).toBe(plain.queries + ranges * first);
    expect(more.batches).toBe(plain.batches + 1);
    expect(more.keys - plain.keys).toBeGreaterThan(1);
  });
});
