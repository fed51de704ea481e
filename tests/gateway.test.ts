import { expect, it } from 'vitest';
import { SchemaRefusedError } from '../directives/finding.ts';
import { sdlWith, smallGateway } from './support/small-gateway.ts';

it.each([
  ['a field that nobody classified', 'birthDate: String'],
  ['a category that nobody declared', 'birthDate: String @phi(category: LABS)'],
  ['a non-null protected field', 'birthDate: String! @phi(category: DEMOGRAPHICS)'],
])('a gateway over a schema with %s does not start', async (_what, field) => {
  const own = `type Query { patient(id: ID!): Patient } type Patient @subject(field: "id") { id: ID! @notPhi ${field} }`;
  const typeDefs = await sdlWith(own);
  await expect(smallGateway({ typeDefs, resolvers: {}, world: {} })).rejects.toBeInstanceOf(
    SchemaRefusedError,
  );
});
