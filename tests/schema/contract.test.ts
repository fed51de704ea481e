import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { getNamedType, isInterfaceType, isNonNullType, isObjectType, parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { usesOf } from '../../directives/directive-arguments.ts';
import { lintSchema } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import { objectRole } from '../../directives/object-role.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import { readSdl } from '../../directives/read-sdl.ts';

let files: readonly SdlFile[];
let schema: GraphQLSchema;
beforeAll(async () => {
  files = await loadSdl(join(import.meta.dirname, '..', '..', 'schema'));
  schema = readSdl(files).schema;
});

const objectTypes = () =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));

/** The names that tools, tests and users rely on. */
const CONTRACT = `
  query Contract($search: PatientSearchInput, $find: FindPatientInput!) {
    patient(id: "Patient/abc") { ...P }
    patients(first: 5, after: "c", search: $search) { edges { node { ...P } cursor } pageInfo { ...I } }
    byValue: patients(search: { name: "n", birthDate: "2000", mrn: "m", phone: "p" }) { edges { cursor } }
    findPatient(search: $find) { id name { family } birthDate gender mrn }
    byName: findPatient(search: { family: "f", birthDate: "2000" }) { id }
    node(id: "Observation/x") { id fhirId ... on Observation { status } }
    me { id roles tenant purpose client patient practitioner }
    consentFindings(first: 5, after: "c") { edges { node { patient consents { consent status denies findings } } } }
    breakGlassReviews(first: 5, after: "c", state: OPEN) { edges { node { id justification state } } }
    ledger { size asOf checkpoint events(first: 5, after: "c", filter: { patient: "abc", actor: "a", client: "c",
      coordinate: "Patient.name", category: LAB, purpose: TREAT, decision: DENY, kind: OPERATION, request: "r",
      since: "2026-01-01", until: "2027" }) { edges { node { ...E } cursor } pageInfo { ...I } }
      disclosures { edges { cursor } } denials { edges { cursor } } breakGlass { edges { cursor } } }
    whoSawMyRecord(first: 5, after: "c") { edges { node { time tenant actor roles client purposes categories fields breakGlass insight } } }
  }
  mutation Acts($consent: ConsentInput!) {
    breakGlass(patientId: "abc", reason: OVRER, justification: "j") { id expiresAt }
    reviewBreakGlass(id: "g", verdict: JUSTIFIED, comment: "c") { id verdict }
    recordConsent(patientId: "abc", input: $consent) { id status purposes { purpose standing } }
    withdrawConsent(id: "Consent/c", expectedVersion: 1) { id status }
    explainAccess(input: { resource: "Patient/abc", fields: ["ssn"], actor: { roles: ["NURSE"], purpose: "TREAT" } }) {
      exists relationships labels consented consent glass
      fields { field decision mask reason grant place categories { category overlay steps { step left } } }
    }
    reveal(id: "Patient/abc", fields: ["birthDate"], reason: "r") { field expiresAt }
  }
  fragment E on LedgerEvent { id time kind tenant actor roles assurance client network purpose subject resource { type id }
    coordinate category decision mask reason breakGlass consent policyVersion document operation request session via }
  fragment I on PageInfo { hasNextPage hasPreviousPage startCursor endCursor mayOmit _access { ...A } }
  fragment A on FieldAccess { field decision mask reason }
  fragment P on Patient {
    id fhirId name { given family text } birthDate gender deceased ssn mrn identifiers { system value }
    telecom { system value } address { line city state postalCode } maritalStatus language race ethnicity
    generalPractitioner mayOmit _access { ...A }
    encounters(first: 5, after: "c") { edges { node { id mayOmit _access { ...A } } cursor } pageInfo { ...I } }
    conditions { edges { node { code { text codings { system code display } } } } }
    observations(first: 5, category: LAB) { edges { node { id valueQuantity { value unit } } } }
    medications { edges { node { id } } } allergies { edges { node { id } } }
    immunizations { edges { node { id } } } procedures { edges { node { id } } }
    diagnosticReports { edges { node { id } } } notes { edges { node { id } } }
    coverages { edges { node { id } } } claims { edges { node { id } } }
    careTeam { edges { node { id } } } appointments { edges { node { id } } }
    consents { edges { node { id } } }
  }`;

describe('the shipped schema', () => {
  it('has the names of the contract', () => {
    expect(validate(schema, parse(CONTRACT)).map(({ message }) => message)).toEqual([]);
  });

  it('passes its own lint', () => {
    expect(lintSchema(files)).toEqual([]);
  });

  it('keeps each file short enough to be reviewed', () => {
    const long = files.filter(({ body }) => body.split('\n').length > 301).map(({ name }) => name);
    expect(long).toEqual([]);
  });

  it('describes every type, and every directive', () => {
    const silent = [...Object.values(schema.getTypeMap()), ...schema.getDirectives()]
      .filter(({ name, astNode }) => astNode && !/(Connection|Edge)$|^Query$/.test(name))
      .filter(({ description }) => !description)
      .map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  it('has no PHI field that is non-null, and no edge or page that is nullable', () => {
    const wrong = objectTypes().flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) =>
          /(Connection|Edge)$/.test(type.name)
            ? !isNonNullType(field.type)
            : usesOf('phi', field.astNode).length > 0 && isNonNullType(field.type),
        )
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('gives every row a handle, its access and what may be missing', () => {
    const rows = objectTypes().filter((type) => objectRole(schema, type) === 'subject');
    expect(rows).toHaveLength(22);
    for (const row of rows) {
      const fields = row.getFields();
      const shapes = ['id', 'fhirId', '_access', 'mayOmit'].map((name) => `${fields[name]?.type}`);
      expect([row.name, ...shapes]).toEqual([row.name, 'ID!', 'ID!', '[FieldAccess!]!', 'Boolean!']);
    }
  });

  it('makes every row a node but the match of a search, which is a patient, the insights about one, and what privacy officers see', () => {
    const node = schema.getType('Node');
    const rows = objectTypes().filter((type) => objectRole(schema, type) === 'subject');
    const outside = rows.filter((row) => !isInterfaceType(node) || !row.getInterfaces().includes(node));
    expect(outside.map(({ name }) => name).sort()).toEqual([
      'AccessExplanation',
      'BreakGlassReview',
      'ConsentFinding',
      'PatientInsights',
      'PatientMatch',
    ]);
  });

  it('pages every connection, twenty rows at a time', () => {
    const connections = objectTypes().flatMap((type) =>
      Object.values(type.getFields()).filter(({ type: of }) => getNamedType(of).name.endsWith('Connection')),
    );
    expect(connections).toHaveLength(27);
    for (const field of connections) {
      const args = new Map(field.args.map((argument) => [argument.name, argument]));
      expect([field.name, args.get('first')?.defaultValue, `${args.get('after')?.type}`]).toEqual([
        field.name,
        20,
        'String',
      ]);
      expect(isNonNullType(field.type)).toBe(false);
    }
  });
});
