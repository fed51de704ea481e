import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

/** Each takes what the other gives: an answer under both or under neither would show both fields or none. */
const WITHOUT_MRN = 'tenant: riverside\nremove: [{ coordinates: [Patient.mrn] }]\n';
const WITHOUT_BIRTH_DATE = 'tenant: riverside\nremove: [{ coordinates: [Patient.birthDate] }]\n';
const QUERY = '{ patient(id: "demo-ada") { mrn birthDate again: mrn more: birthDate } }';

let folder: string;
let gateway: TestGateway;
const put = (text: string) => writeFile(join(folder, 'riverside.yaml'), text);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenants-'));
  await put(WITHOUT_MRN);
  await writeFile(join(folder, 'lakeside.yaml'), 'tenant: lakeside\n');
  gateway = await runGateway({ env: { PHIELD_TENANTS_DIR: folder } });
});
afterAll(async () => {
  await gateway?.close();
  await rm(folder, { recursive: true });
});

describe('a tenant’s file that is read anew', () => {
  it('while operations run: each sees one version, and says which', async () => {
    const token = await gateway.persona('physician');
    const seen = new Map<string, Set<string>>();
    let busy = true;
    const client = async () => {
      while (busy) {
        const { data } = JSON.parse((await gateway.ask(token, QUERY)).text);
        const shown = Object.keys(data.patient).filter((name) => data.patient[name] !== null);
        expect([
          ['mrn', 'again'],
          ['birthDate', 'more'],
        ]).toContainEqual(shown);
        seen.set(shown.join(), new Set());
      }
    };
    const clients = Array.from({ length: 8 }, client);
    for (let round = 0; round < 30; round += 1) {
      await put(round % 2 === 0 ? WITHOUT_BIRTH_DATE : WITHOUT_MRN);
      expect(await gateway.reloadTenants()).toBe(true);
    }
    busy = false;
    await Promise.all(clients);
    expect([...seen.keys()].sort()).toEqual(['birthDate,more', 'mrn,again']);

    const versions = new Map<string, Set<string>>();
    for (const { coordinate, decision, policyVersion } of await gateway.events({ tenant: 'riverside' })) {
      if (decision !== 'PERMIT' || (coordinate !== 'Patient.mrn' && coordinate !== 'Patient.birthDate'))
        continue;
      versions.set(policyVersion, (versions.get(policyVersion) ?? new Set()).add(coordinate));
    }
    expect([...versions.values()].map((shown) => [...shown]).sort()).toEqual([
      ['Patient.birthDate'],
      ['Patient.mrn'],
    ]);
  });

  it.each([
    [
      'would widen',
      'tenant: riverside\ntighten: [{ coordinates: [Patient.ssn], roles: [BILLING], mask: NONE }]\n',
    ],
    ['is no YAML', 'tenant: [riverside\n'],
    ['names what does not exist', 'tenant: riverside\nremove: [{ coordinates: [Patient.nothing] }]\n'],
    ['is another tenant’s', 'tenant: lakeside\n'],
  ])('changes nothing where it %s, and the log has its line', async (_what, text) => {
    const token = await gateway.persona('physician');
    const before = await gateway.ask(token, QUERY);
    await put(text);
    expect(await gateway.reloadTenants()).toBe(false);
    expect((await gateway.ask(token, QUERY)).text).toBe(before.text);
    const refused = gateway.log.filter(({ event }) => event === 'tenants.refused').at(-1);
    expect(refused?.fields.file).toMatch(/riverside\.yaml$/);
    expect(refused?.fields.line).toBeGreaterThan(0);
  });
});
