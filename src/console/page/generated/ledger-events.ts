// Generated from documents/ledger-events.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleLedgerEventsQueryVariables = Exact<{
  filter?: Types.LedgerFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleLedgerEventsQuery = { readonly ledger: { readonly events: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly time: string, readonly kind: Types.LedgerEventKind, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly assurance: ReadonlyArray<string>, readonly client: string | null, readonly network: string | null, readonly purpose: string | null, readonly subject: string | null, readonly coordinate: string | null, readonly category: string | null, readonly decision: Types.AccessDecision, readonly mask: string | null, readonly reason: string, readonly breakGlass: string | null, readonly consent: string | null, readonly grant: string | null, readonly document: string | null, readonly operation: string | null, readonly request: string, readonly session: string | null, readonly via: string | null, readonly policyVersion: string, readonly count: number, readonly resource: { readonly type: string | null, readonly id: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export const ledgerEvents: ConsoleDocument<ConsoleLedgerEventsQuery, ConsoleLedgerEventsQueryVariables> = Object.freeze({
  id: 'sha256:813900a12d41f4e8b38a00aae3d452ac17c769f8eee4d577dc44505790a7f23e',
});
