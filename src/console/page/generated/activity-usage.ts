// Generated from documents/activity-usage.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleActivityUsageQueryVariables = Exact<{
  since: string;
}>;


export type ConsoleActivityUsageQuery = { readonly ledger: { readonly asOf: string | null, readonly usage: { readonly since: string, readonly knownSince: string | null, readonly cells: ReadonlyArray<{ readonly coordinate: string, readonly role: string, readonly given: number, readonly refused: number, readonly throughGlass: number, readonly people: number, readonly last: string | null }>, readonly unused: ReadonlyArray<{ readonly grant: string, readonly file: string, readonly line: number, readonly unusedRoles: ReadonlyArray<string>, readonly unusedPurposes: ReadonlyArray<string>, readonly narrower: string | null }>, readonly denials: ReadonlyArray<{ readonly reason: string, readonly count: number }>, readonly overdue: ReadonlyArray<{ readonly kind: Types.OverdueKind, readonly id: string, readonly since: string, readonly due: string, readonly actor: string | null }>, readonly purposeMix: ReadonlyArray<{ readonly actor: string, readonly role: string, readonly purpose: string, readonly given: number, readonly share: number, readonly allowed: number, readonly usual: number }> } | null } | null };

export const activityUsage: ConsoleDocument<ConsoleActivityUsageQuery, ConsoleActivityUsageQueryVariables> = Object.freeze({
  id: 'sha256:72a8711bf7dd37b120a7c85c811f4529d61accd6fdff263a582f57947c40ff6f',
});
