// Generated from documents/access-explain-event.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Mask =
  | 'NONE'
  | 'PARTIAL'
  | 'GENERALIZE'
  | 'PSEUDONYM'
  | 'REDACT';

export type AccessDecision =
  | 'PERMIT'
  | 'MASK'
  | 'DENY';

export type ConsoleAccessExplainEventQueryVariables = Exact<{
  id: string;
}>;


export type ConsoleAccessExplainEventQuery = { readonly accessReview: { readonly explainEvent: { readonly known: boolean, readonly inForce: boolean, readonly agrees: boolean | null, readonly event: { readonly id: string, readonly time: string, readonly actor: string | null, readonly roles: ReadonlyArray<string>, readonly purpose: string | null, readonly coordinate: string | null, readonly category: string | null, readonly decision: AccessDecision, readonly mask: string | null, readonly reason: string, readonly grant: string | null, readonly policyVersion: string }, readonly explanation: { readonly coordinate: string, readonly policyVersion: string, readonly purpose: string, readonly serves: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string> | null, readonly rootRefused: boolean, readonly place: { readonly file: string, readonly line: number }, readonly rows: ReadonlyArray<{ readonly category: string, readonly decision: AccessDecision, readonly mask: Mask, readonly reason: string, readonly grant: { readonly file: string, readonly line: number } | null, readonly categories: ReadonlyArray<{ readonly category: string, readonly declared: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }>, readonly steps: ReadonlyArray<{ readonly step: string, readonly left: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }> }>, readonly narrowedBy: ReadonlyArray<{ readonly file: string, readonly line: number, readonly text: string | null }> }> }> } | null, readonly supposed: { readonly relationships: ReadonlyArray<string> | null, readonly scopes: ReadonlyArray<string> | null, readonly multiFactor: boolean, readonly consented: boolean, readonly glass: boolean, readonly revealed: boolean } | null } | null } | null };

export type ExplainedFragment = { readonly coordinate: string, readonly policyVersion: string, readonly purpose: string, readonly serves: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string> | null, readonly rootRefused: boolean, readonly place: { readonly file: string, readonly line: number }, readonly rows: ReadonlyArray<{ readonly category: string, readonly decision: AccessDecision, readonly mask: Mask, readonly reason: string, readonly grant: { readonly file: string, readonly line: number } | null, readonly categories: ReadonlyArray<{ readonly category: string, readonly declared: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }>, readonly steps: ReadonlyArray<{ readonly step: string, readonly left: ReadonlyArray<{ readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } }> }>, readonly narrowedBy: ReadonlyArray<{ readonly file: string, readonly line: number, readonly text: string | null }> }> }> };

export type GrantFragment = { readonly id: string, readonly roles: ReadonlyArray<string>, readonly purposes: ReadonlyArray<string>, readonly relationships: ReadonlyArray<string>, readonly mask: Mask, readonly breakGlass: boolean, readonly place: { readonly file: string, readonly line: number } };

export const accessExplainEvent: ConsoleDocument<ConsoleAccessExplainEventQuery, ConsoleAccessExplainEventQueryVariables> = Object.freeze({
  id: 'sha256:ac05058fe39a29fd7b204f40172407f024a6991f8b53eec3de885b6f3032638f',
});
