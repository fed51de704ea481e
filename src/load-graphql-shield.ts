import { createRequire } from 'node:module';
import type { GraphQLSchema } from 'graphql';

/** What is used of graphql-shield. */
interface Shield<Context> {
  shield(
    tree: Record<string, Record<string, unknown>>,
    options: Record<string, unknown>,
  ): { generate(schema: GraphQLSchema): Record<string, unknown> };
  rule(options: {
    cache: string;
  }): (check: (parent: unknown, args: unknown, context: Context) => boolean | Promise<boolean>) => unknown;
}

/** What is used of graphql-middleware, which applies it. */
interface Middleware {
  applyMiddleware(schema: GraphQLSchema, ...middlewares: unknown[]): GraphQLSchema;
}

const require = createRequire(import.meta.url);

/**
 * graphql-shield and graphql-middleware in their CommonJS builds: their ESM builds mix module systems, which breaks an
 * `instanceof`. graphql-shield 7.6 calls `util.isUndefined`, gone since Node 23.
 */
export function loadGraphqlShield<Context>(): Shield<Context> & Middleware {
  const util: { isUndefined?: (value: unknown) => boolean } = require('node:util');
  util.isUndefined ??= (value) => value === undefined;
  const { shield, rule }: Shield<Context> = require('graphql-shield');
  const { applyMiddleware }: Middleware = require('graphql-middleware');
  return { shield, rule, applyMiddleware };
}
