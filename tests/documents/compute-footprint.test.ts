import { parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl, type SdlFile } from '../../directives/read-sdl.ts';
import { overlayGrants } from '../../src/access/overlay-grants.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { computeFootprint } from '../../src/documents/compute-footprint.ts';
import type { Footprint } from '../../src/documents/footprint.ts';
import type { FootprintPolicy } from '../../src/documents/footprint-roles.ts';
import { sdlWith } from '../support/small-gateway.ts';

type Compute = (text: string, policy?: FootprintPolicy) => Footprint;

function over(files: readonly SdlFile[]) {
  const sdl = readSdl(files);
  const model = readAccessModel(sdl);
  const compute: Compute = (text, policy) => {
    const document = parse(text);
    expect(validate(sdl.schema, document)).toEqual([]);
    return computeFootprint(sdl.schema, model, document, policy);
  };
  return { model, compute };
}

let shipped: ReturnType<typeof over>;
let own: ReturnType<typeof over>;
beforeAll(async () => {
  shipped = over(await loadSdl('schema'));
  own = over(await sdlWith(OWN));
});

const OWN = `
  type Query {
    things(first: Int = 20, after: String, by: By = { word: "x" }): ThingConnection
    several(by: [By!], deep: Deep): Thing
    any: Any
  }
  input By { word: String @phi(category: LAB, element: "Thing.word") number: Int @phi(category: LAB, element: "Thing.number") }
  input Deep { by: By again: Deep }
  interface Any { id: ID! @notPhi }
  type Thing implements Any @subject(field: "subjectId", category: "rowCategories", among: [LAB, IMAGING]) {
    id: ID! @notPhi
    word: String @phi(category: LAB, element: "Thing.word")
    number: Int @phi(category: LAB, element: "Thing.number")
    rowed: String @phi
    labelled: String @phi(category: LAB, sensitivity: [PSYTHPN])
    other: Other @phi(category: LAB)
    things(first: Int = 20, after: String): ThingConnection @phi
  }
  type Other implements Any @subject(field: "subjectId") {
    id: ID! @notPhi
    said: String @phi(category: IDENTIFIER, identifier: SSN)
  }
  type ThingConnection { edges: [ThingEdge!]! }
  type ThingEdge { node: Thing! cursor: String! }
`;

const names = ({ coordinates }: Footprint) => coordinates.map(({ coordinate }) => coordinate);
const worst = ({ worstPatients, worstRows }: Footprint) => [worstPatients, worstRows];

describe('what a document can resolve', () => {
  it('is told with category, identifier and labels', () => {
    const { coordinates } = own.compute('{ several { rowed labelled other { said } } }');
    expect(coordinates).toEqual([
      told('Other.said', 'IDENTIFIER', ['IDENTIFIER'], 'SSN'),
      told('Thing.labelled', 'LAB', ['LAB'], null, ['PSYTHPN']),
      told('Thing.other', 'LAB', ['LAB']),
      told('Thing.rowed', null, ['IMAGING', 'LAB', 'OTHER']),
    ]);
  });

  it('is that of every type that an interface can be', () => {
    expect(
      names(own.compute('{ any { id ... on Thing { word } ... on Any { ... on Other { said } } } }')),
    ).toEqual(['Other.said', 'Thing.word']);
  });

  it('is that of all operations, each by itself', () => {
    const both = own.compute('query A { several { word } } query B { any { ... on Other { said } } }');
    expect(names(both)).toEqual(['Other.said', 'Thing.word']);
    expect(worst(both)).toEqual([1, 1]);
  });

  it('takes every directive as taken, and each fragment once', () => {
    const { coordinates } = own.compute(
      'query($a: Boolean!) { several { ...F @include(if: false) ...F word @skip(if: $a) } } fragment F on Thing { rowed @skip(if: true) }',
    );
    expect(coordinates.map(({ coordinate }) => coordinate)).toEqual(['Thing.rowed', 'Thing.word']);
  });

  it('has what an insight is written from, and that of every insight where stored ones are given', () => {
    const written = shipped.compute('{ patient(id: 1) { insights { draftNote(encounterId: 1) { id } } } }');
    expect(written.insights).toEqual(['PatientInsights.draftNote']);
    expect(names(written)).toEqual(expect.arrayContaining(['Encounter.period', 'PatientInsights.patient']));
    expect(shipped.compute('query($id: ID!) { node(id: $id) { id } }').insights).toHaveLength(6);
    expect(shipped.compute('{ patient(id: 1) { id } }').insights).toEqual([]);
  });

  it('is the same bytes for the same document, however it is written', () => {
    const one = shipped.compute('{ patient(id: 1) { a: ssn name { family } } }');
    const other = shipped.compute(
      'query Q { p: patient(id: 2) { name { given } ...S } } fragment S on Patient { ssn }',
    );
    expect(other).toEqual(one);
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(shipped.compute('{ patient(id: 1) { mrn name { family } } }').hash).not.toBe(one.hash);
  });

  it('is refused for a document that would take for ever', () => {
    const levels = 19;
    const fragments = Array.from({ length: levels }, (_, at) => {
      const next =
        at + 1 < levels
          ? `insights { patient { a: __typename ...F${at + 1} } } x: insights { patient { ...F${at + 1} } }`
          : 'id';
      return `fragment F${at} on Patient { ${next} }`;
    });
    const text = `{ patient(id: 1) { ...F0 } } ${fragments.join(' ')}`;
    expect(() => shipped.compute(text)).toThrow(expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }));
  });
});

describe('filters', () => {
  it.each([
    ['{ several(by: [{ word: "a" }]) { id } }', ['By.word']],
    ['{ several(by: { number: 1 }) { id } }', ['By.number']],
    ['{ several(by: []) { id } }', []],
    ['{ several(by: null) { id } }', []],
    ['query($by: [By!]) { several(by: $by) { id } }', ['By.number', 'By.word']],
    ['query($by: By!) { several(by: [$by]) { id } }', ['By.number', 'By.word']],
    ['query($n: Int) { several(by: [{ number: $n, word: null }]) { id } }', ['By.number']],
    ['{ several(deep: { again: { again: { by: { word: "a" } } } }) { id } }', ['By.word']],
    ['query($d: Deep) { several(deep: { again: $d }) { id } }', ['By.number', 'By.word']],
    ['{ things(by: { number: 1 }) { edges { node { id } } } }', ['By.number']],
    ['{ things { edges { node { id } } } }', ['By.number', 'By.word']],
  ])('%s', (text, filters) => {
    const footprint = own.compute(text);
    expect(footprint.filters).toEqual(filters);
    // To be found through a value is to have it read.
    expect(names(footprint)).toEqual(filters.map((filter) => filter.replace('By', 'Thing')));
  });
});

describe('the most that one run can be given', () => {
  it.each([
    ['{ me { id } }', [0, 0]],
    ['{ patient(id: 1) { id } }', [1, 1]],
    ['{ patients { edges { node { id } } } }', [20, 20]],
    ['{ patients(first: 3) { pageInfo { mayOmit } } }', [3, 3]],
    ['{ patients(first: 2147483647) { edges { node { id } } } }', [200, 200]],
    ['query($n: Int = 1) { patients(first: $n) { edges { node { id } } } }', [200, 200]],
    ['{ patients(first: 3) { edges { node { conditions(first: 4) { edges { node { id } } } } } } }', [3, 15]],
    [
      '{ a: patients(first: 3) { edges { node { id } } } b: patients(first: 2) { edges { node { id } } } }',
      [5, 5],
    ],
    ['{ patient(id: 1) { id } patient(id: 1) { ssn } }', [1, 1]],
    [
      '{ patients(first: 3) { a: edges { node { notes(first: 1) { pageInfo { mayOmit } } } } b: edges { node { id } } } }',
      [3, 6],
    ],
    ['{ findPatient(search: { mrn: "1" }) { id } }', [5, 5]],
    ['{ patient(id: 1) { insights { patient { id } } } }', [1, 3]],
    ['mutation { breakGlass(patientId: 1, reason: OVRER, justification: "x") { id } }', [1, 0]],
  ])('%s', (text, expected) => {
    expect(worst(shipped.compute(text))).toEqual(expected);
  });

  it('has the sources of insights', () => {
    const [, rows] = worst(
      shipped.compute('{ patient(id: 1) { insights { draftNote(encounterId: 1) { id } } } }'),
    );
    // Patient and what stands for the insights; the insight; its sources: the patient again and 200 encounters.
    expect(rows).toBe(2 + 1 + 1 + 200);
  });

  it('does not grow beyond what is counted exactly', () => {
    const deep = (levels: number): string =>
      levels === 0 ? 'id' : `things(first: 200) { edges { node { ${deep(levels - 1)} } } }`;
    expect(worst(own.compute(`{ ${deep(3)} }`))).toEqual([200, 200 + 200 ** 2 + 200 ** 3]);
    expect(worst(own.compute(`{ ${deep(9)} }`))).toEqual([200, Number.MAX_SAFE_INTEGER]);
  });
});

describe('what a role could ever get', () => {
  it('is whole, masked or denied by any purpose, relationship and category', () => {
    const { byRole } = shipped.compute(
      '{ patient(id: 1) { ssn birthDate observations { edges { node { code { text } } } } } }',
    );
    expect(byRole.NURSE).toMatchObject({
      whole: ['Observation.code', 'Patient.birthDate', 'Patient.observations'],
      masked: [],
      denied: ['Patient.ssn'],
    });
    expect(byRole.RESEARCHER).toMatchObject({ masked: expect.arrayContaining(['Patient.birthDate']) });
    expect(byRole.SYSTEM_ADMIN).toMatchObject({ whole: [], masked: [], grants: [] });
  });

  it('never a field whose own label no grant of the role opens', () => {
    const { byRole } = own.compute('{ several { labelled word } }');
    expect(byRole.PHYSICIAN).toMatchObject({ whole: ['Thing.word'], denied: ['Thing.labelled'] });
  });

  it('is no filter by a field that is masked', () => {
    const { byRole } = shipped.compute(
      '{ patients(search: { birthDate: "2000-01-01" }) { edges { node { id } } } }',
    );
    expect(byRole.RESEARCHER?.denied).toContain('PatientSearchInput.birthDate');
    expect(byRole.RESEARCHER?.masked).toContain('Patient.birthDate');
  });

  it('is what the tenant leaves, for roles that it derives, too; a mask that a reason lifts counts as lifted', () => {
    const overlay = parseTenantOverlay(
      `tenant: t
derivedRoles: { LAB_TECH: { base: NURSE, only: [LAB] } }
remove:
  - { roles: [NURSE], coordinates: [Patient.name] }
tighten:
  - { roles: [PHYSICIAN], coordinates: [Patient.name], mask: REDACT }
  - { roles: [BILLING], coordinates: [Patient.birthDate], mask: GENERALIZE, reveal: 30 }
`,
      't.yaml',
      shipped.model,
    );
    const { byRole } = shipped.compute('{ patient(id: 1) { name { family } birthDate } }', {
      ...overlayGrants(overlay, shipped.model),
      roles: ['NURSE', 'PHYSICIAN', 'BILLING', 'LAB_TECH'],
    });
    expect(Object.keys(byRole)).toEqual(['BILLING', 'LAB_TECH', 'NURSE', 'PHYSICIAN']);
    expect(byRole.NURSE).toMatchObject({ whole: ['Patient.birthDate'], denied: ['Patient.name'] });
    expect(byRole.PHYSICIAN).toMatchObject({ masked: ['Patient.name'] });
    expect(byRole.BILLING?.whole).toContain('Patient.birthDate');
    expect(byRole.LAB_TECH).toMatchObject({
      whole: [],
      masked: [],
      denied: ['Patient.birthDate', 'Patient.name'],
    });
  });
});

function told(
  coordinate: string,
  category: string | null,
  categories: readonly string[],
  identifier: string | null = null,
  sensitivity: readonly string[] = [],
) {
  return { coordinate, category, categories, identifier, sensitivity };
}
