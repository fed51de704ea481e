import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { execute, isInterfaceType, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { fakeContext, stored } from './fake-context.ts';
import { schemaWithResolvers, selectAll } from './schema-with-resolvers.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await schemaWithResolvers();
});

/** Words that FHIR uses as property names below the first level, so that arbitrary JSON reaches deep readers. */
const NESTED = [
  'coding',
  'code',
  'system',
  'display',
  'text',
  'value',
  'low',
  'high',
  'start',
  'end',
  'reference',
  'url',
  'extension',
  'valueCoding',
  'valueString',
  'type',
  'use',
  'family',
  'given',
  'line',
  'data',
  'contentType',
  'attachment',
  'individual',
  'member',
  'actor',
  'role',
  'period',
  'condition',
  'language',
  'preferred',
  'doseAndRate',
  'doseQuantity',
  'timing',
  'repeat',
  'amount',
  'coverage',
  'encounter',
  'purpose',
];

/** JSON of any kind, whose property names are often those that readers look for. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('2024-02-30', '2024-13', 'Practitioner/p1', '#', 'text/plain', '\u0000', '=', 'AAAA'),
      fc.constantFrom(2 ** 31, -0, Number.MAX_VALUE, 0.1),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...NESTED), fc.string()), tie('value'), { maxKeys: 5 }),
  ),
})).value;

function elementNames(typeName: string): readonly string[] {
  const type = schema.getType(typeName);
  if (type === undefined || !('getFields' in type)) throw new Error(`${typeName} has no fields`);
  return [
    ...Object.keys(type.getFields()).filter((name) => !['id', 'fhirId', '_access', 'mayOmit'].includes(name)),
    ...[
      'identifier',
      'extension',
      'communication',
      'deceasedBoolean',
      'participant',
      'location',
      'diagnosis',
    ],
    ...['content', 'context', 'contained', 'medicationReference', 'hospitalization', 'performer', 'author'],
    ...['item', 'payment', 'qualification', 'medicationCodeableConcept', 'procedure'],
  ];
}

describe('a record that is not FHIR', () => {
  it('never makes a resolver throw, nor a value its scalar refuses to serialise', async () => {
    const node = schema.getType('Node');
    const types = isInterfaceType(node)
      ? schema
          .getPossibleTypes(node)
          .map(({ name }) => name)
          .filter((name) => name !== 'Insight')
      : [];
    expect(types.length).toBeGreaterThan(15);
    for (const typeName of types) {
      const document = parse(
        `{ node(id: "${typeName}/x1") { __typename ... on ${typeName} ${selectAll(schema.getType(typeName))} } }`,
      );
      const names = elementNames(typeName);
      const resource = fc.dictionary(fc.constantFrom(...names), json, { minKeys: 3, maxKeys: names.length });
      await fc.assert(
        fc.asyncProperty(resource, async (elements) => {
          const record = stored({ ...elements, resourceType: typeName, id: 'x1' });
          const { context } = fakeContext({ records: [record], directory: [record] });
          const answer = await execute({ schema, document, contextValue: context });
          expect(answer.errors).toBeUndefined();
          expect(answer.data?.node).toMatchObject({ __typename: typeName });
        }),
        { numRuns: 200 },
      );
    }
  });
});
