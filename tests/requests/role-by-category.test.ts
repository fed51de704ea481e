import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnOf, GRANTED, NOBODIES, type Role, tokenContent } from './role-by-category/actors.ts';
import {
  EVERYTHING,
  EVERYTHING_EXPLAINED,
  FIRST_PAGE,
  patientOf,
} from './role-by-category/ask-everything.ts';
import { expectedDenials } from './role-by-category/expected-denials.ts';
import { EXPECTED } from './role-by-category/expected-table.ts';
import type { Person } from './role-by-category/fhir-source.ts';
import { inLanes } from './role-by-category/in-lanes.ts';
import { idsFit, observe } from './role-by-category/observe.ts';
import { ObservedTable } from './role-by-category/observed-table.ts';
import { NO_SAMPLES, type Proof, startProof } from './role-by-category/start-proof.ts';

if (NO_SAMPLES !== null) process.stdout.write(`skipped: roles by categories, since ${NO_SAMPLES}\n`);

describe.skipIf(NO_SAMPLES !== null)('roles by categories, over real patients', () => {
  let proof: Proof;
  const table = new ObservedTable();
  beforeAll(async () => {
    proof = await startProof();
  }, 120_000);
  afterAll(async () => {
    process.stdout.write(table.print());
    await proof?.close();
  });

  async function ask(role: Role, person: Person, index: number, explained: boolean) {
    const token = await proof.token(tokenContent(role, person, index));
    return proof.gateway.ask(token, explained ? EVERYTHING_EXPLAINED : EVERYTHING, {
      variables: { id: person.id, first: FIRST_PAGE },
    });
  }

  it('reads all patients of the archives', () => {
    expect(proof.source.persons.length).toBe(73);
  });

  it.each(GRANTED.map((role) => [role.role, role] as const))(
    '%s gets of every patient what the matrix declares',
    async (_name, role) => {
      const wrong: unknown[] = [];
      await inLanes(proof.source.persons, async (person, index) => {
        const explained = index % 2 === 0;
        const answer = await ask(role, person, index, explained);
        const facts = proof.masked(person);
        const column = columnOf(role, facts, index);
        const patient = patientOf(answer);
        table.add(column, observe(patient, person, proof.source, facts));
        if (patient !== null) {
          wrong.push(...idsFit(patient, person, role.short === 'RES').map((where) => [where, index]));
        }
        const denials = (answer.body?.errors ?? []).map(({ extensions }) => JSON.stringify(extensions));
        expect(denials.toSorted()).toEqual(
          explained || patient === null ? [] : expectedDenials(column, person),
        );
      });
      expect(wrong).toEqual([]);
      const columns = role.short === 'PXY' ? ['PXY', 'PXL'] : [role.short];
      for (const column of columns) {
        expect(table.letters(column)).toEqual(Object.fromEntries(EXPECTED.get(column) ?? []));
      }
    },
    60_000,
  );

  it.each(NOBODIES.map((role) => [`${role.role} ${role.short}`, role] as const))(
    '%s gets nobody',
    async (_name, role) => {
      await inLanes(proof.source.persons, async (person, index) => {
        const answer = await ask(role, person, index, false);
        table.add(role.short, observe(patientOf(answer), person, proof.source, proof.masked(person)));
        expect(answer.body?.data).toEqual({ patient: null });
        expect(answer.body?.errors).toBeUndefined();
      });
    },
    60_000,
  );
});
