import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../support/small-gateway.ts';
import { actor, sdlWith, smallGateway } from '../support/small-gateway.ts';

const SDL = /* GraphQL */ `
  type Query { patient: Patient }
  type Patient @subject(field: "id") {
    id: ID! @notPhi
    address: Address @phi(category: CONTACT, identifier: GEO_SUBSTATE)
    names: [String] @phi(category: DEMOGRAPHICS, identifier: NAME)
    born: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE, element: "Patient.birthDate")
    raw: Json @phi(category: DEMOGRAPHICS)
  }
  scalar Json
  type Address @value { city: String @phi(identifier: GEO_SUBSTATE) area: Area }
  type Area @value { postalCode: String @phi(identifier: GEO_SUBSTATE) }
`;

const world = { ties: { ada: ['ORG' as const] } };
const researcher = actor({ roles: ['RESEARCHER'], purpose: 'HRESCH' });
const registrar = actor({ roles: ['REGISTRATION'], purpose: 'PATADMIN' });

describe('a @value with a resolver of its own', () => {
  it.each(['Address', 'Area'])('does not start: %s', async (type) => {
    const field = type === 'Address' ? 'city' : 'postalCode';
    const resolvers = { Query: { patient: () => null }, [type]: { [field]: () => 'past the mask' } };
    await expect(smallGateway({ typeDefs: await sdlWith(SDL), resolvers, world })).rejects.toThrow(
      `${type}.${field} has a resolver`,
    );
  });
});

describe('a value under a mask', () => {
  let run: Run;
  let record: Record<string, unknown>;

  beforeAll(async () => {
    const typeDefs = await sdlWith(SDL);
    ({ run } = await smallGateway({
      typeDefs,
      resolvers: { Query: { patient: () => ({ resourceType: 'Patient', id: 'ada', ...record }) } },
      world,
    }));
  });

  const ask = async (values: Record<string, unknown>, as = researcher) => {
    record = values;
    return (await run('{ patient { address { city area { postalCode } } names born raw } }', as)).text;
  };

  const canary = 'canary';
  const getter = {
    get city() {
      return canary;
    },
    area: { postalCode: canary },
  };

  it.each([
    ['promised', { address: Promise.resolve({ city: canary }) }],
    [
      'promised within',
      { address: { city: Promise.resolve(canary), area: Promise.resolve({ postalCode: canary }) } },
    ],
    ['from a function', { address: { city: () => canary, area: () => ({ postalCode: canary }) } }],
    ['from a function of the field', { born: () => canary, names: () => [canary] }],
    ['from a getter', { address: getter }],
    [
      'from a class',
      {
        address: new (class Address {
          city = canary;
          toJSON() {
            return canary;
          }
        })(),
      },
    ],
    ['promised one by one', { names: [Promise.resolve(canary), canary] }],
    ['in lists of lists', { names: [[canary]] }],
    ['in a set', { names: new Set([canary]) }],
    [
      'one at a time',
      {
        names: (async function* () {
          yield canary;
        })(),
      },
    ],
    [
      'as an object',
      { born: { toString: (): string => canary, valueOf: (): string => canary, toJSON: () => canary } },
    ],
    ['as a text object', { born: new String(canary), names: [new String(canary)] }],
    ['as JSON', { raw: { deep: [canary] } }],
    ['as a list where one is due', { born: [canary], address: [{ city: canary }] }],
    ['as one where a list is due', { names: canary }],
  ])('does not leave %s', async (_how, values) => {
    expect(await ask(values)).not.toContain(canary);
  });

  it('leaves whole for whom it is whole', async () => {
    expect(await ask({ address: { city: canary } }, registrar)).toContain(canary);
  });
});
