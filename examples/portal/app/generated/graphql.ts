/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How much of a permitted value is disclosed, from most to least. The rule per kind of field: docs/access-model.md. */
export type Mask =
  /** Whole. */
  | 'NONE'
  /** The last four characters of number-like identifiers; names, dates and codes whole; free text null. ActCode REDACT. */
  | 'PARTIAL'
  /** Dates to the year, geography to state and ZIP3, codes whole, everything else null. ActCode DEID. */
  | 'GENERALIZE'
  /** Identifiers as random tokens, stable per tenant and purpose; as GENERALIZE elsewhere or null. ActCode PSEUD. */
  | 'PSEUDONYM'
  /** Null, reported as masked and not as denied. ActCode REDACT. */
  | 'REDACT';

/** What was decided about a field. */
export type AccessDecision =
  /** Whole. */
  | 'PERMIT'
  /** Masked. */
  | 'MASK'
  | 'DENY';

/** Why. Consent and labels are not among them: what they withhold is withheld silently. */
export type AccessReason =
  /** A grant permits. */
  | 'GRANT'
  /** Nothing but a glass that this actor opened permits. */
  | 'BREAK_GLASS'
  /** No grant for any of the actor's roles. */
  | 'ROLE'
  /** No grant for the purpose of this operation. */
  | 'PURPOSE'
  /** The token's scopes do not reach. */
  | 'SCOPE'
  /** The sign-in is not strong enough. */
  | 'ASSURANCE'
  /** The tenant has narrowed. */
  | 'TENANT'
  /** No tie to this patient. */
  | 'RELATIONSHIP'
  /** The decision could not be made. */
  | 'ERROR';

export type PatientPageQueryVariables = Exact<{
  id: string | number;
}>;


export type PatientPageQuery = { readonly me: { readonly roles: ReadonlyArray<string>, readonly purpose: string, readonly tenant: string }, readonly patient: { readonly birthDate: string | null, readonly gender: string | null, readonly mrn: string | null, readonly ssn: string | null, readonly race: string | null, readonly name: ReadonlyArray<{ readonly text: string | null, readonly given: ReadonlyArray<string> | null, readonly family: string | null }> | null, readonly telecom: ReadonlyArray<{ readonly system: string | null, readonly value: string | null }> | null, readonly address: ReadonlyArray<{ readonly line: ReadonlyArray<string> | null, readonly city: string | null, readonly state: string | null, readonly postalCode: string | null }> | null, readonly _access: ReadonlyArray<{ readonly field: string, readonly decision: AccessDecision, readonly mask: Mask, readonly reason: AccessReason }>, readonly conditions: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly onsetDateTime: string | null, readonly code: { readonly text: string | null, readonly codings: ReadonlyArray<{ readonly display: string | null, readonly code: string | null }> | null } | null, readonly _access: ReadonlyArray<{ readonly field: string, readonly decision: AccessDecision, readonly mask: Mask, readonly reason: AccessReason }> } }>, readonly pageInfo: { readonly mayOmit: boolean } } | null, readonly claims: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly created: string | null, readonly use: string | null, readonly total: { readonly value: number | null, readonly currency: string | null } | null, readonly _access: ReadonlyArray<{ readonly field: string, readonly decision: AccessDecision, readonly mask: Mask, readonly reason: AccessReason }> } }>, readonly pageInfo: { readonly mayOmit: boolean } } | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const PatientPageDocument = new TypedDocumentString(`
    query PatientPage($id: ID!) {
  me {
    roles
    purpose
    tenant
  }
  patient(id: $id) {
    name {
      text
      given
      family
    }
    birthDate
    gender
    mrn
    ssn
    race
    telecom {
      system
      value
    }
    address {
      line
      city
      state
      postalCode
    }
    _access {
      field
      decision
      mask
      reason
    }
    conditions(first: 5) {
      edges {
        node {
          id
          code {
            text
            codings {
              display
              code
            }
          }
          onsetDateTime
          _access {
            field
            decision
            mask
            reason
          }
        }
      }
      pageInfo {
        mayOmit
      }
    }
    claims(first: 5) {
      edges {
        node {
          id
          created
          use
          total {
            value
            currency
          }
          _access {
            field
            decision
            mask
            reason
          }
        }
      }
      pageInfo {
        mayOmit
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PatientPageQuery, PatientPageQueryVariables>;