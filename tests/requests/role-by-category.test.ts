import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnOf, GRANTED, NOBODIES, type Role, tokenContent } from './role-by-category/actors.ts';
import {
  EVERYTHING,
  EVERYTHING_EXPLAINED,
  FIRST_PAGE,
  patientOf,
} from './role-by-category/ask-everything.ts';
import { askMany, valuesOf } from './role-by-category/ask-many.ts';
import { expectedDenials } from './role-by-category/expected-denials.ts';
import { expectedReasons } from './role-by-category/expected-reasons.ts';
import { EXPECTED } from './role-by-category/expected-table.ts';
import { objectOf, objects, type Person } from './role-by-category/fhir-source.ts';
import { inLanes } from './role-by-category/in-lanes.ts';
import { wrongMixedLists } from './role-by-category/mixed-lists.ts';
import { fitsValues, idsFit, nodesOf, observe, rowsOf } from './role-by-category/observe.ts';
import { ObservedTable } from './role-by-category/observed-table.ts';
import { numbersOf } from './role-by-category/patient-columns.ts';
import { readAll } from './role-by-category/read-all.ts';
import { ROW_LISTS } from './role-by-category/row-columns.ts';
import { countSecrets, secretsOf } from './role-by-category/secrets.ts';
import { NO_SAMPLES, type Proof, startProof, THIRD_TENANT } from './role-by-category/start-proof.ts';

if (NO_SAMPLES !== null) process.stdout.write(`skipped: roles by categories, since ${NO_SAMPLES}\n`);

/** Roles that are granted some of the categories that rows bear, whole. */
const MIXED = ['PHY', 'NUR', 'PHA', 'COO', 'COD', 'PAT'];
const named = (roles: readonly Role[]) =>
  roles.map((role) => [`${role.role} (${role.short})`, role] as const);

describe.skipIf(NO_SAMPLES !== null)('roles by categories, over real patients', { timeout: 120_000 }, () => {
  let proof: Proof;
  let persons: readonly Person[];
  let secrets: ReadonlySet<string>;
  const table = new ObservedTable();
  beforeAll(async () => {
    proof = await startProof();
    persons = proof.source.persons;
    secrets = secretsOf(proof.source);
  }, 300_000);
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

  it('there are 60 patients of bundles and 13 of a bulk export', () => {
    expect(persons.length).toBe(73);
    expect(secrets.size).toBeGreaterThan(23_000);
  });

  it.each(named(GRANTED))('%s gets of every patient what the matrix declares', async (_name, role) => {
    const wrong: unknown[] = [];
    let leaks = 0;
    await inLanes(persons, async (person, index) => {
      const explained = index % 2 === 0;
      const answer = await ask(role, person, index, explained);
      const facts = proof.masked(person);
      const column = columnOf(role, facts, index);
      const patient = patientOf(answer);
      table.add(column, observe(patient, person, proof.source, facts));
      if (patient !== null) {
        wrong.push(...idsFit(patient, person, role.short === 'RES').map((where) => [where, index]));
      }
      leaks += countSecrets(answer.text, secrets);
      const denials = (answer.body?.errors ?? []).map(({ extensions }) => JSON.stringify(extensions));
      expect(denials.toSorted()).toEqual(
        explained || patient === null ? [] : expectedDenials(column, person),
      );
    });
    expect(wrong).toEqual([]);
    expect(leaks === 0).toBe(role.short === 'RES');
    for (const column of role.short === 'PXY' ? ['PXY', 'PXL'] : [role.short]) {
      expect(table.letters(column)).toEqual(Object.fromEntries(EXPECTED.get(column) ?? []));
    }
  });

  it.each(named(NOBODIES))('%s gets nobody', async (_name, role) => {
    await inLanes(persons, async (person, index) => {
      const answer = await ask(role, person, index, false);
      table.add(role.short, observe(patientOf(answer), person, proof.source, proof.masked(person)));
      expect(answer.body?.data).toEqual({ patient: null });
      expect(answer.body?.errors).toBeUndefined();
    });
  });

  it.each([
    ['PHY', 'W'],
    ['BIL', 'W'],
    ['RES', 'G'],
  ] as const)('%s reads whole lists to their end', async (short, letter) => {
    const [role] = GRANTED.filter((one) => one.short === short);
    const lists = ROW_LISTS.filter(({ columns }) =>
      Object.keys(columns).every((column) => EXPECTED.get(short)?.get(column) === letter),
    );
    const wrong: string[] = [];
    let rows = 0;
    for (const [index, person] of longest()) {
      const token = await proof.token(role === undefined ? {} : tokenContent(role, person, index));
      await inLanes(lists, async (list) => {
        const nodes = await readAll(proof.gateway, token, list, person);
        const stated = rowsOf(list, person);
        rows += stated.length;
        for (const fields of Object.values(list.columns)) {
          const fits = fitsValues(fields, stated, nodes, proof.source, proof.masked(person));
          if (stated.length > 0 && !fits.includes(letter)) wrong.push(`${list.alias} of ${index}`);
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(rows).toBeGreaterThan(300);
  });

  it.each(named(GRANTED.filter(({ short }) => MIXED.includes(short))))(
    '%s gets in lists of many categories the rows of granted ones',
    async (_name, role) => {
      const wrong: string[] = [];
      await inLanes(persons, async (person, index) => {
        const token = await proof.token(tokenContent(role, person, index));
        wrong.push(...(await wrongMixedLists(proof.gateway, token, role.short, person)));
      });
      expect(wrong).toEqual([]);
    },
  );

  /** Who has the most observations, who the most notes, and the oldest living. */
  function longest(): readonly (readonly [number, Person])[] {
    const most = (size: (person: Person) => number) =>
      [...persons.entries()].reduce((best, next) => (size(next[1]) > size(best[1]) ? next : best));
    const age = (person: Person) =>
      person.patient.deceasedDateTime === undefined ? -Date.parse(String(person.patient.birthDate)) : 0;
    return [
      most(({ rows }) => rows('Observation').length),
      most(({ rows }) => rows('DocumentReference').length),
      most(age),
    ];
  }

  describe('for a wrong purpose', () => {
    it.each(named(GRANTED))('%s is denied everything, with PURPOSE', async (_name, role) => {
      const [person] = persons;
      if (person === undefined) throw new Error('no patients');
      const purposes = [role.wrongPurpose];
      const token = await proof.token({ ...tokenContent(role, person, 0), purposes });
      const ids = persons.map(({ id }) => id);
      const found = valuesOf(await askMany(proof.gateway, token, 'patient', ids));
      expect(found).toEqual(ids.map(() => null));
      const listed = await proof.gateway.ask(
        token,
        '{ patients(first: 200) { edges { node { id } } pageInfo { _access { field decision reason } } } }',
      );
      const list = objectOf(listed.body?.data?.patients);
      expect(nodesOf(list)).toEqual([]);
      const said = objects(objectOf(list.pageInfo)._access);
      expect(said.filter(({ decision }) => decision !== 'DENY')).toEqual([]);
      const reasons = Object.fromEntries(said.map(({ field, reason }) => [field, reason]));
      expect(reasons).toMatchObject(expectedReasons(role.short));
    });

    it('REGISTRATION verifying coverage sees coverage alone', async () => {
      const role = GRANTED.find(({ short }) => short === 'REG');
      const [person] = persons;
      if (role === undefined || person === undefined) throw new Error('no registration');
      const token = await proof.token({ ...tokenContent(role, person, 0), purposes: ['COVERAGE'] });
      const answer = await proof.gateway.ask(token, EVERYTHING, {
        variables: { id: person.id, first: FIRST_PAGE },
      });
      const observed = observe(patientOf(answer), person, proof.source, proof.masked(person));
      const letters = new ObservedTable();
      letters.add('REG', observed);
      const shown = Object.entries(letters.letters('REG')).filter(([, letter]) => !/[n.]/.test(letter));
      expect(shown).toEqual([['COVERAGE', 'W']]);
      const reasons = new Map(
        answer.body?.errors?.map(({ extensions }) => [extensions.coordinate, extensions.reason]),
      );
      expect([reasons.get('Patient.name'), reasons.get('Patient.conditions')]).toEqual(['PURPOSE', 'ROLE']);
    });
  });

  describe('another tenant', () => {
    const PATIENTS = `{ patients(first: 100) { edges { node {
      id fhirId mrn ssn name { family given } telecom { value } identifiers { value }
      ${[...new Set(ROW_LISTS.map(({ list }) => list))].map((list) => `${list}(first: 3) { edges { node { id fhirId } } }`).join(' ')}
    } } } }`;

    it.each(named([...GRANTED, ...NOBODIES]))('%s gets nothing of it', async (_name, role) => {
      const at = [...GRANTED, ...NOBODIES].indexOf(role);
      const [person] = persons;
      if (person === undefined) throw new Error('no patients');
      const token = await proof.token({ ...tokenContent(role, person, 0), tenant: 'lakeside' });
      const rows = persons
        .filter((_, index) => index % 6 === at % 6)
        .flatMap((one) => ROW_LISTS.flatMap((list) => rowsOf(list, one).slice(0, 1)))
        .map(({ resourceType, id }) => `${String(resourceType)}/${String(id)}`);
      const answers = [
        ...(await askMany(
          proof.gateway,
          token,
          'patient',
          persons.map(({ id }) => id),
        )),
        ...(await askMany(
          proof.gateway,
          token,
          'node',
          persons.map(({ id }) => `Patient/${id}`),
        )),
        ...(await askMany(proof.gateway, token, 'node', rows)),
      ];
      const values = valuesOf(answers);
      expect(values.length).toBe(2 * persons.length + rows.length);
      expect(values.filter((value) => value !== null)).toEqual([]);
      expect(answers.flatMap(({ body }) => body?.errors ?? [])).toEqual([]);

      const list = await proof.gateway.ask(token, PATIENTS);
      expect(countSecrets(list.text, secrets)).toBe(0);
      const office = ['REG', 'BIL', 'COD', 'RES'].includes(role.short);
      expect(nodesOf(list.body?.data?.patients).length > 0).toBe(office);
    });

    it('finds nobody of it by value', async () => {
      const [person] = persons;
      const [role] = GRANTED.filter(({ short }) => short === 'REG');
      if (person === undefined || role === undefined) throw new Error('no registration');
      const [mrn] = numbersOf(person.patient);
      const search = async (tenant: string) => {
        const token = await proof.token({ ...tokenContent(role, person, 0), tenant });
        const { body } = await proof.gateway.ask(
          token,
          `query ($mrn: String!) {
            findPatient(search: { mrn: $mrn }) { id }
            patients(search: { mrn: $mrn }) { edges { node { id } } }
          }`,
          { variables: { mrn } },
        );
        return [body?.data?.findPatient, nodesOf(body?.data?.patients)];
      };
      const found = [{ id: `Patient/${person.id}` }];
      expect(await search('riverside')).toEqual([found, found]);
      expect(await search('lakeside')).toEqual([[], []]);
    });
  });

  describe('pseudonyms', () => {
    const HANDLES = 'id fhirId mrn';
    async function handles(
      purpose: string,
      tenant: string,
      ids: readonly string[],
      field: 'patient' | 'node',
    ) {
      const token = await proof.token({ roles: ['RESEARCHER'], purposes: ['HRESCH', 'CLINTRCH'], tenant });
      const selection = field === 'node' ? `... on Patient { ${HANDLES} }` : HANDLES;
      return valuesOf(
        await askMany(proof.gateway, token, field, ids, selection, { 'phield-purpose': purpose }),
      ).map(objectOf);
    }

    it('stay the same for a patient, on every path, and are nobody else’s', async () => {
      const ids = persons.map(({ id }) => id);
      const first = await handles('HRESCH', 'riverside', ids, 'patient');
      expect(await handles('HRESCH', 'riverside', ids, 'patient')).toEqual(first);
      const references = ids.map((id) => `Patient/${id}`);
      expect(await handles('HRESCH', 'riverside', references, 'node')).toEqual(first);
      for (const name of ['id', 'fhirId', 'mrn']) {
        const tokens = new Set(first.map((one) => one[name]));
        expect(tokens.size).toBe(persons.length);
        expect(tokens.has(null)).toBe(false);
      }
    });

    it('differ between purposes and between tenants', async () => {
      const { id } = proof.shared;
      const [here, inTrial, there] = [
        await handles('HRESCH', 'riverside', [id], 'patient'),
        await handles('CLINTRCH', 'riverside', [id], 'patient'),
        await handles('HRESCH', THIRD_TENANT, [id], 'patient'),
      ];
      const all = [here, inTrial, there].flatMap((found) => Object.values(found[0] ?? {}));
      expect(all.every((token) => /^psn-[0-9a-f]{32}$/.test(String(token)))).toBe(true);
      // `id` and `fhirId` are one handle, so two tokens of each answer.
      expect(new Set(all).size).toBe(6);
    });
  });
});
