import { expect, it } from 'vitest';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { AccessVector } from '../../src/access/access-vector.ts';
import { relationshipBit } from '../../src/access/decide.ts';
import { OperationAccess } from '../../src/access/operation-access.ts';
import { VOCABULARY } from '../directives/fixture-sdl.ts';
import { actor } from '../support/small-gateway.ts';
import { subjectFacts } from '../support/subject-facts.ts';
import { accessClass, situation } from './clinic-model.ts';

/** Rows about HIV exist for the nurse, but with their code generalised. */
const MODEL = readAccessModel(
  readSdl([
    VOCABULARY,
    {
      name: 'rows.graphql',
      body: `
enum PhiCategory {
  LAB
    @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [CARE_TEAM])
    @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [CARE_TEAM], mask: GENERALIZE, sensitivity: [HIV])
}
type Query { patient: Patient }
type Patient @subject(field: "id") {
  rows(code: FhirCode @phi(category: LAB)): Row @phi(category: LAB)
}
type Row @subject(field: "subjectId") { code: FhirCode @phi(category: LAB) }
`,
    },
  ]),
);
const FILTER = 'Patient.rows(code:)';

const facts = subjectFacts({ subjectId: 'ada' });

function finds(labels: readonly string[], filters: readonly string[]): boolean {
  const access = new OperationAccess({
    actor: actor({ roles: ['NURSE'] }),
    vector: new AccessVector(MODEL, accessClass({ roles: ['NURSE'] })),
    facts: { facts: async () => facts },
    situationOf: () => situation(relationshipBit('CARE_TEAM')),
    now: 0,
  });
  access.admit(facts);
  const row = { id: 'r', subjectId: 'ada', labels };
  const first = access.admitsRow('Row', 'ada', row, filters);
  expect(access.admitsRow('Row', 'ada', row, filters)).toBe(first);
  return first;
}

it('finds no row by a value that the row holds masked', () => {
  expect(finds([], [])).toBe(true);
  expect(finds([], [FILTER])).toBe(true);
  expect(finds(['HIV'], [])).toBe(true);
  expect(finds(['HIV'], [FILTER])).toBe(false);
});

it('finds no row by what is no filter, none that is not there', () => {
  expect(finds([], [FILTER, 'Patient.rows(none:)'])).toBe(false);
  expect(finds([], ['constructor'])).toBe(false);
  expect(finds(['PSY'], [FILTER])).toBe(false);
});
