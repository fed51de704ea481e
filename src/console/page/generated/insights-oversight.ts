// Generated from documents/insights-oversight.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema-types.ts';

export type ConsoleInsightsQueryVariables = Exact<{
  state?: Types.OversightState | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleInsightsQuery = { readonly insightOversight: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly useCase: string, readonly coordinate: string, readonly createdAt: string, readonly model: string, readonly guardrail: string, readonly groundingScore: number | null, readonly reviewState: Types.OversightState, readonly reviewer: string | null, readonly reviewedAt: string | null, readonly overdue: boolean } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export const insights: ConsoleDocument<ConsoleInsightsQuery, ConsoleInsightsQueryVariables> = Object.freeze({
  id: 'sha256:d4e5418d1746dfc9d7f6ee7867e3426fa606bc864c42b8ea05ca64fdc82ab21c',
});
