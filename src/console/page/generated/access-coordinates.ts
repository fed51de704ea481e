// Generated from documents/access-coordinates.graphql; `npm run codegen` writes it anew.
import type { ConsoleDocument } from '../console-document.ts';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ConsoleAccessCoordinatesQueryVariables = Exact<{ [key: string]: never; }>;


export type ConsoleAccessCoordinatesQuery = { readonly accessReview: { readonly coordinates: ReadonlyArray<{ readonly coordinate: string, readonly type: string }> } | null };

export const accessCoordinates: ConsoleDocument<ConsoleAccessCoordinatesQuery, ConsoleAccessCoordinatesQueryVariables> = Object.freeze({
  id: 'sha256:b7c529b0ef2e13520353619f8ebaca4f3002256ea4f8485bc153035b320cbc6e',
});
