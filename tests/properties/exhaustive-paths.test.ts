import { getNamedType, isCompositeType, isObjectType, isRequiredArgument } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { actor } from '../support/small-gateway.ts';
import { Chooser } from './chooser.ts';
import { generateRow, generateWorld, listedTypes } from './generate-world.ts';
import { type PathToRows, pathsToRows } from './paths-to-rows.ts';
import { type AnyWorld, openAnyWorld } from './two-worlds.ts';
import type { World, WorldPatient } from './world.ts';

const PURPOSES: Readonly<Record<string, string>> = {
  CARE_COORDINATOR: 'CAREMGT',
  REGISTRATION: 'PATADMIN',
  BILLING: 'HPAYMT',
  CODER: 'HPAYMT',
  RESEARCHER: 'HRESCH',
  PATIENT: 'PATRQT',
  PROXY: 'PATRQT',
};
const PEOPLE: Readonly<Record<string, string>> = { PATIENT: 'Patient/ada', PROXY: 'RelatedPerson/r1' };
/** For privacy officers, by one root field each; what a model writes, which has tests of its own. */
const ELSEWHERE = new Set(['BreakGlassReview', 'ConsentFinding', 'AccessExplanation', 'Insight']);

let anyWorld: AnyWorld;
let overlay: TenantOverlay;
let world: World;
let paths: readonly PathToRows[];
beforeAll(async () => {
  anyWorld = await openAnyWorld();
  const { model, schema } = anyWorld;
  overlay = parseTenantOverlay(
    '{ tenant: riverside, settings: { implicitConsent: all-normal } }',
    'plain',
    model,
  );
  const ada = everyRow(anyWorld);
  world = new Map([['ada', ada]]);
  const rows = new Map(
    ada.rows.map(({ record: { resourceType, id } }) => [resourceType, `${resourceType}/${id}`]),
  );
  const searches = {
    patients: ['(first: 5)', '(search: { mrn: "M-1001" })', '(search: { name: "Alder" })'],
    findPatient: ['(search: { mrn: "M-1001" })', '(search: { family: "Alder", birthDate: "1975-04-05" })'],
  };
  paths = pathsToRows(schema, model, { patient: 'ada', rows, searches });
});

/** A patient with rows of all types: some of each category, some with labels. */
function everyRow({ model, schema }: AnyWorld): WorldPatient {
  const choose = new Chooser(7);
  const [ada] = generateWorld(choose, model, schema).values();
  if (ada === undefined) throw new Error('no patient');
  const types = listedTypes(model);
  const rows = types.flatMap((type, at) =>
    [0, 1, 2].map((index) => generateRow(choose, 'ada', at * 3 + index, model, schema, type)),
  );
  const kinds = ['CARE_TEAM', 'TREATING'] as const;
  const ties = kinds.map((kind) => ({
    kind,
    anchor: 'Practitioner/p1',
    source: 'Encounter/e1',
    start: null,
    end: null,
  }));
  const proxy = {
    kind: 'PROXY' as const,
    anchor: 'RelatedPerson/r1',
    source: 'RelatedPerson/r1',
    start: null,
    end: null,
  };
  const name = [{ family: 'Alder', given: ['Ann'] }];
  const identifier = [
    { system: 'http://hl7.org/fhir/sid/us-ssn', value: '900-11-1234' },
    { type: { coding: [{ code: 'MR' }] }, value: 'M-1001' },
  ];
  return {
    record: { ...ada.record, labels: [], name, identifier, birthDate: '1975-04-05' },
    facts: {
      ...ada.facts,
      labels: [],
      consents: [],
      glass: null,
      birthDate: '1975-04-05',
      ties: [...ties, { ...proxy, authorisation: true }],
    },
    rows: rows.toSorted((a, b) => (a.position < b.position ? 1 : -1)),
  };
}

/** Every field of a type, once. */
function allFields({ schema }: AnyWorld, name: string): string {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`no type ${name}`);
  const selectable = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const fields = selectable.map((field) =>
    isCompositeType(getNamedType(field.type)) ? `${field.name} { __typename }` : field.name,
  );
  return `${fields.filter((field) => !field.startsWith('_access')).join(' ')} _access { field decision mask reason }`;
}

/** Per row and coordinate: what was decided and why, as the ledger has it. */
async function decisions(
  role: string,
  { open, close, type }: PathToRows,
): Promise<ReadonlyMap<string, string>> {
  const purpose = PURPOSES[role] ?? 'TREAT';
  const asking = {
    actor: actor({
      roles: [role],
      purpose,
      purposes: [purpose],
      fhirUser: role === 'SYSTEM' ? null : (PEOPLE[role] ?? 'Practitioner/p1'),
      scopes: role === 'SYSTEM' ? ['system/*.rs'] : null,
    }),
    overlay,
    query: `{ ${open} ${allFields(anyWorld, type)} ${close} }`,
  };
  const { records, body, status } = await anyWorld.ask(asking, world);
  expect([status, status === 200 ? '' : body]).toEqual([200, '']);
  const events = records.flatMap((record) => [...expandRecord(record)]);
  return new Map(
    events
      .filter(
        ({ coordinate, resource }) =>
          coordinate?.startsWith(`${type}.`) && !coordinate.includes('(') && resource.id,
      )
      .map(({ resource, coordinate, decision, mask, reason, category }) => [
        `${resource.type}/${resource.id} ${coordinate}`,
        [decision, mask, reason, category].join(' '),
      ]),
  );
}

describe('every coordinate of every type, for every role', () => {
  it('is reached by several paths, so that they can be compared', () => {
    const { model } = anyWorld;
    const reached = Object.keys(model.types).filter((name) => !ELSEWHERE.has(name));
    const count = (name: string) => paths.filter(({ type }) => type === name).length;
    expect(reached.filter((name) => count(name) < 2)).toEqual([]);
  });

  it('is decided alike by every path of up to three hops', { timeout: 300_000 }, async () => {
    const { model } = anyWorld;
    let compared = 0;
    for (const role of model.roles) {
      const known = new Map<string, { decision: string; path: string }>();
      for (const path of paths) {
        for (const [field, decision] of await decisions(role, path)) {
          const before = known.get(field);
          if (before === undefined) known.set(field, { decision, path: path.name });
          else {
            compared++;
            expect({ role, field, path: path.name, decision }).toEqual({
              role,
              field,
              path: path.name,
              decision: before.decision,
            });
          }
        }
      }
    }
    process.stdout.write(
      `paths: ${paths.length} paths, ${model.roles.length} roles, ${compared} decisions compared\n`,
    );
    expect(compared).toBeGreaterThan(10_000);
  });
});
