import type { OrganizationalRecord, StoredRecord } from '../../datasources/health-data.ts';
import { fakeContext } from './fake-context.ts';
import { run, schemaWithResolvers, selectAll } from './schema-with-resolvers.ts';

/** Everything the resolvers say of a record, or the selection asked for; errors fail the test. */
export async function readNode(
  record: StoredRecord,
  options: { readonly select?: string; readonly directory?: readonly OrganizationalRecord[] } = {},
): Promise<unknown> {
  const schema = await schemaWithResolvers();
  const type = record.resourceType;
  const selection = options.select ?? selectAll(schema.getType(type));
  const { context } = fakeContext({ records: [record], directory: options.directory ?? [] });
  const operation = `{ node(id: "${type}/${record.id}") { ... on ${type} ${selection} } }`;
  const { data, errors } = await run(schema, operation, context);
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data?.node;
}
