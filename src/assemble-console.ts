import type { GraphQLSchema } from 'graphql';
import { parse } from 'graphql';
import type { AccessModel } from './access/access-model.ts';
import type { TenantPolicies } from './access/tenant-policy.ts';
import type { Config } from './config.ts';
import { withConsoleClient } from './console/console-client.ts';
import { withConsoleDocuments } from './console/console-documents.ts';
import { type ConsoleSignIn, consoleSignIn } from './console/console-sign-in.ts';
import { readConsoleDocuments } from './console/read-console-documents.ts';
import type { DocumentSource } from './documents/approved-documents.ts';
import { computeFootprint } from './documents/compute-footprint.ts';
import type { Clients } from './identity/directory.ts';
import type { TrustedIssuer } from './identity/trusted-issuer.ts';

export interface ConsoleSources {
  readonly issuers: readonly TrustedIssuer[];
  readonly clients: Clients;
  readonly documents: DocumentSource;
  readonly schema: GraphQLSchema;
  readonly model: AccessModel;
  readonly policies: TenantPolicies;
}

export interface Console {
  /** `null`: there is no console. */
  readonly signIn: ConsoleSignIn | null;
  readonly clients: Clients;
  readonly documents: DocumentSource;
}

/**
 * The register and the documents as the console adds to them: its own client, and for that client its own documents.
 * @throws ConfigError for an issuer that is not trusted.
 */
export async function assembleConsole(
  { profile, console }: Pick<Config, 'profile' | 'console'>,
  { issuers, clients, documents, schema, model, policies }: ConsoleSources,
): Promise<Console> {
  const signIn = consoleSignIn(profile, console, issuers);
  if (signIn === null) return { signIn, clients, documents };
  return Object.freeze({
    signIn,
    clients: withConsoleClient(clients, signIn),
    documents: withConsoleDocuments(documents, {
      documents: await readConsoleDocuments(),
      client: signIn.client,
      footprintOf: (tenant, text) =>
        computeFootprint(schema, model, parse(text), policies(tenant) ?? undefined),
    }),
  });
}
