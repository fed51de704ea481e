// Generated from documents/findings-one.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleFindingQueryVariables = Exact<{
  id: string;
}>;


export type ConsoleFindingQuery = { readonly finding: { readonly id: string, readonly detector: string, readonly severity: Types.FindingSeverity, readonly actor: string | null, readonly subject: string | null, readonly from: string, readonly to: string, readonly records: ReadonlyArray<string>, readonly sightings: number, readonly measured: number, readonly allowed: number, readonly state: Types.FindingState, readonly assignee: string | null, readonly verdict: Types.FindingVerdict | null, readonly changed: string, readonly by: string, readonly version: number, readonly clocks: ReadonlyArray<{ readonly rule: string, readonly due: string }> } | null };

export type FindingWholeFragment = { readonly id: string, readonly detector: string, readonly severity: Types.FindingSeverity, readonly actor: string | null, readonly subject: string | null, readonly from: string, readonly to: string, readonly records: ReadonlyArray<string>, readonly sightings: number, readonly measured: number, readonly allowed: number, readonly state: Types.FindingState, readonly assignee: string | null, readonly verdict: Types.FindingVerdict | null, readonly changed: string, readonly by: string, readonly version: number, readonly clocks: ReadonlyArray<{ readonly rule: string, readonly due: string }> };

export const finding: ConsoleDocument<ConsoleFindingQuery, ConsoleFindingQueryVariables> = Object.freeze({
  id: 'sha256:0a05e07653681cab4e9f7e2917d20fc9b50b8b5c4c469f566d644b2a1b17311e',
});
