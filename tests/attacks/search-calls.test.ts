import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProxiedGateway, runProxiedGateway } from '../support/proxied-gateway.ts';
import { importResources, patientNamed } from './import-resources.ts';

const RESTRICTED = {
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
};

let gateway: ProxiedGateway;
let physician: string;

beforeAll(async () => {
  gateway = await runProxiedGateway();
  physician = await gateway.persona('physician');
  await importResources(gateway.config, [
    patientNamed('hidden-1', 'Hiddenson', RESTRICTED),
    patientNamed('hidden-2', 'Hiddenson', RESTRICTED),
    patientNamed('strange-1', 'Strangerson'),
    patientNamed('strange-2', 'Strangerson'),
  ]);
  await callsOf('{ findPatient(search: { mrn: "warm-up" }) { id } }');
});
afterAll(() => gateway.close());

async function callsOf(query: string): Promise<readonly string[]> {
  gateway.proxy.take();
  const { body } = await gateway.ask(physician, query);
  expect(body?.errors).toBeUndefined();
  expect(JSON.stringify(body?.data)).toMatch(/\[\]/);
  return [...gateway.proxy.take()].sort();
}

const find = (input: string) => callsOf(`{ findPatient(search: { ${input} }) { id mrn } }`);
const search = (input: string) => callsOf(`{ patients(search: { ${input} }) { edges { node { id } } } }`);

describe('a search that shows nobody asks the store the same, whoever is behind it', () => {
  it.each([
    ['a labelled patient’s number', find, 'mrn: "M-hidden-1"', 'mrn: "M-nobody"'],
    ['a stranger’s number', search, 'mrn: "M-strange-1"', 'mrn: "M-nobody"'],
    [
      'a number and another name',
      find,
      'mrn: "M-strange-1", family: "Other"',
      'mrn: "M-nobody", family: "Other"',
    ],
  ])('%s', async (_what, by, hidden, nobody) => {
    expect(await by(hidden)).toEqual(await by(nobody));
  });

  it.each([
    [
      'labelled patients',
      find,
      'family: "Hiddenson", birthDate: "1980-05-05"',
      'family: "Nobodyson", birthDate: "1980-05-05"',
    ],
    ['strangers', search, 'name: "Strangerson"', 'name: "Nobodyson"'],
  ])('a name of several %s, but for how many', async (_what, by, hidden, nobody) => {
    const names = (calls: readonly string[]) => calls.map((call) => call.split(' ')[0]);
    expect(names(await by(hidden))).toEqual(names(await by(nobody)));
  });

  it('and so do several in one operation', async () => {
    const both = (one: string, two: string) =>
      callsOf(
        `{ a: findPatient(search: { mrn: "${one}" }) { id } b: findPatient(search: { mrn: "${two}" }) { id } }`,
      );
    const expected = await both('M-nobody', 'M-nothing');
    expect(await both('M-nobody', 'M-hidden-1')).toEqual(expected);
    expect(await both('M-hidden-2', 'M-hidden-1')).toEqual(expected);
  });
});
