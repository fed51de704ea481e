import { once } from 'node:events';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { makeExecutableSchema } from '@graphql-tools/schema';
import express from 'express';
import type { GraphQLSchema } from 'graphql';
import { loadSdl } from '../directives/load-sdl.ts';
import type { ResolverContext } from '../resolvers/context.ts';
import { ACTOR, type OpenData, openBenchData } from './bench-data.ts';
import type { BenchServer } from './contestants.ts';
import { plainResolvers } from './plain-resolvers.ts';
import { shieldEveryField } from './shield-every-field.ts';

/** The schema as shipped, its directives without effect. */
export async function peerSchema(shielded: boolean): Promise<GraphQLSchema> {
  const files = await loadSdl(`${import.meta.dirname}/../schema`);
  const schema = makeExecutableSchema({
    typeDefs: files.map(({ body }) => body),
    resolvers: plainResolvers(),
  });
  return shielded ? shieldEveryField(schema) : schema;
}

export function peerContext(openData: OpenData): ResolverContext {
  return {
    actor: ACTOR,
    data: openData(ACTOR, { pseudonyms: false }),
    access: {
      now: Date.now(),
      readableCategories: () => null,
      mayOpenLabels: true,
      admitsRow: () => true,
      countRows: () => {},
      patientScope: () => ({ kind: 'TENANT' }),
      admits: () => true,
    },
  };
}

/** Apollo Server on Express as its documentation sets it up, every option at its default. */
export async function servePeer(shielded: boolean): Promise<BenchServer> {
  const openData = openBenchData();
  const apollo = new ApolloServer<ResolverContext>({ schema: await peerSchema(shielded) });
  await apollo.start();
  const app = express();
  app.use(
    '/graphql',
    express.json(),
    expressMiddleware(apollo, { context: async () => peerContext(openData) }),
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    authorization: 'Bearer none',
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await apollo.stop();
    },
  };
}
