// Generated from documents/activity-by-axis.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleActivityByAxisQueryVariables = Exact<{
  by: Types.ActivityAxis;
  since: string;
}>;


export type ConsoleActivityByAxisQuery = { readonly ledger: { readonly activity: { readonly days: ReadonlyArray<string>, readonly complete: boolean, readonly asOf: string | null, readonly series: ReadonlyArray<{ readonly name: string, readonly given: ReadonlyArray<number>, readonly masked: ReadonlyArray<number>, readonly refused: ReadonlyArray<number> }> } | null } | null };

export const activityByAxis: ConsoleDocument<ConsoleActivityByAxisQuery, ConsoleActivityByAxisQueryVariables> = Object.freeze({
  id: 'sha256:c1c64805f22b8d0586bce54e107e0f89c5244e458f50362b709a63f8904a8ca5',
});
