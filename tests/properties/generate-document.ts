import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import type { StoredRecord } from '../../datasources/health-data.ts';
import { elements } from '../../resolvers/fhir/read-element.ts';
import type { Chooser } from './chooser.ts';
import { PATIENTS } from './generate-world.ts';

const DEPTH = 5;

/**
 * A random operation over a schema: lists, nested lists, nodes, searches and filters, with whatever can be selected.
 * It takes `$after` where it asks for a page: null at first, then a cursor that an earlier answer gave.
 */
export function generateDocument(
  choose: Chooser,
  schema: GraphQLSchema,
  nodes: readonly string[],
  near: { readonly record: StoredRecord; readonly patient: StoredRecord },
): string {
  const asked = new Selector(choose, schema);
  const { resourceType, id, subjectId } = near.record;
  const anything = choose.few<() => string>(
    [
      () => `patient(id: "${choose.one([...PATIENTS, 'nobody'])}") ${asked.of('Patient')}`,
      () => `patients(first: ${choose.one([0, 1, 2, 20])}, after: $after) ${asked.of('PatientConnection')}`,
      () => `patients(first: 5, search: ${search(choose)}) ${asked.of('PatientConnection')}`,
      () => `findPatient(search: ${choose.one(FINDS)}) ${asked.of('PatientMatch')}`,
      () => `node(id: "${choose.one([...nodes, 'Patient/ada', 'Observation/none'])}") ${asked.node()}`,
      () => `me ${asked.of('Me')}`,
    ],
    0.2,
  );
  const pages = [0, 1, 1, 2, 50].map((first) => asked.list(resourceType, first));
  const nearby = choose.few<() => string>(
    [
      () =>
        `node(id: "${resourceType}/${id}") { id __typename ... on ${resourceType} ${asked.of(resourceType, 2, 0.6)} }`,
      () => `patient(id: "${subjectId}") { __typename ${choose.one(pages)()} mayOmit }`,
      () =>
        `patients(first: ${choose.one([1, 2, 20])}) { edges { node { id ${choose.one(pages)()} } } pageInfo { hasNextPage } }`,
      () => `patient(id: "${subjectId}") ${asked.of('Patient', 3, 0.6)}`,
      () =>
        `patients(first: ${choose.one([1, 2, 20])}, search: ${searchFor(choose, near.patient)}) { edges { node { id } } pageInfo { hasNextPage } }`,
    ],
    0.4,
  );
  const roots = choose.chance(0.75) ? [...nearby, ...anything.slice(0, 1)] : anything;
  const selection = roots.map((root, index) => `r${index}: ${root()}`).join(' ');
  return `query${selection.includes('$after') ? ' ($after: String)' : ''} { ${selection} }`;
}

const FINDS = [
  '{ mrn: "M-1001" }',
  '{ mrn: "M-1002" }',
  '{ family: "Alder", birthDate: "1975-04-05" }',
  '{ family: "Birk", birthDate: "1975-11-30" }',
];

/** By values that the record bears, or its neighbours. */
function searchFor(choose: Chooser, { name, birthDate }: StoredRecord): string {
  const [official] = elements(name);
  if (official === undefined || choose.chance(0.3)) return search(choose);
  return choose.one([`{ name: "${official.family}" }`, `{ birthDate: "${birthDate}" }`]);
}

function search(choose: Chooser): string {
  const parts = choose.few(
    [
      'name: "Alder"',
      'name: "Ann Birk"',
      'birthDate: "1975-04-05"',
      'mrn: "M-1001"',
      'phone: "555-010-0101"',
    ],
    0.2,
  );
  const once = new Map(parts.map((part) => [part.split(':')[0], part]));
  return `{ ${[...once.values()].join(', ')} }`;
}

class Selector {
  readonly #choose: Chooser;
  readonly #schema: GraphQLSchema;
  #count = 0;

  constructor(choose: Chooser, schema: GraphQLSchema) {
    this.#choose = choose;
    this.#schema = schema;
  }

  /** The list of a patient's rows of a type; nothing for the patient itself. */
  list(name: string, first: number): () => string {
    const patient = this.#schema.getType('Patient');
    const fields = isObjectType(patient) ? Object.values(patient.getFields()) : [];
    const field = fields.find(({ type }) => getNamedType(type).name === `${name}Connection`);
    if (field === undefined) return () => 'id';
    return () => {
      const filters = field.args.flatMap((arg) => FILTERS[arg.name]?.(this.#choose) ?? []);
      const given = [`first: ${first}`, ...this.#choose.some(filters, 0.15)].join(', ');
      const page = 'pageInfo { hasNextPage endCursor startCursor mayOmit }';
      return `l${this.#count++}: ${field.name}(${given}) { edges { cursor node ${this.of(name, 3)} } ${page} }`;
    };
  }

  /** @param wanted share of the fields to select; left out: any. */
  of(name: string, depth = 0, wanted: number | null = null): string {
    const type = this.#schema.getType(name);
    if (!isObjectType(type)) return '{ __typename }';
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < DEPTH || !isCompositeType(getNamedType(field.type)),
    );
    const needed = fields.filter((field) => ['edges', 'node', 'pageInfo'].includes(field.name));
    const share = wanted ?? this.#choose.one([0.1, 0.3, 0.8]) / (depth > 2 ? 2 : 1);
    const chosen = new Set([
      ...needed,
      ...this.#choose.some(fields, fields.length > 25 && wanted === null ? share / 2 : share),
    ]);
    const selected = [...chosen].map((field) => this.#field(type, field, depth));
    return `{ __typename ${selected.join(' ')} }`;
  }

  node(): string {
    const types = [
      'Patient',
      'Observation',
      'Condition',
      'Encounter',
      'DocumentReference',
      'Consent',
      'Claim',
    ];
    const spread = this.#choose.few(types, 0.4).map((type) => `... on ${type} ${this.of(type, 2)}`);
    return `{ __typename id ${spread.join(' ')} }`;
  }

  #field(
    type: GraphQLObjectType,
    { name, args, type: declared }: GraphQLField<unknown, unknown>,
    depth: number,
  ): string {
    const named = getNamedType(declared);
    const isList = args.some((arg) => arg.name === 'first');
    const given = isList
      ? `(${this.#arguments(
          type,
          name,
          args.map((arg) => arg.name),
        )})`
      : '';
    const below = isCompositeType(named) ? this.of(named.name, depth + 1) : '';
    // Leaves of several types meet in one answer: each has a name of its own.
    return `${name}_${this.#count++}: ${name}${given} ${below}`;
  }

  #arguments(type: GraphQLObjectType, name: string, names: readonly string[]): string {
    const filters = names.flatMap((arg) => FILTERS[arg]?.(this.#choose) ?? []);
    const after =
      type.name === 'Patient' && name === 'observations' && this.#choose.chance(0.3) ? ['after: $after'] : [];
    return [`first: ${this.#choose.one([0, 1, 2, 50])}`, ...after, ...this.#choose.some(filters, 0.3)].join(
      ', ',
    );
  }
}

const FILTERS: Readonly<Record<string, (choose: Chooser) => readonly string[]>> = {
  category: (choose) => [
    `category: ${choose.one(['LAB', 'PROBLEM', 'VITAL_SIGNS', 'OTHER', 'CLINICAL_NOTE'])}`,
  ],
  code: (choose) => [`code: "${choose.one(['amber-1', 'urn:codes|birch-7', 'cedar-42'])}"`],
  date: () => ['date: { from: "2024-01-01" }'],
  onsetDate: () => ['onsetDate: { to: "2024-06-01" }'],
  recordedDate: () => ['recordedDate: { from: "2024-03-01", to: "2024-03-31" }'],
};
