import type { SdlFile } from '../../directives/read-sdl.ts';

/** The vocabulary every fixture schema stands on: our directives over small enums. */
export const VOCABULARY: SdlFile = Object.freeze({
  name: 'vocabulary.graphql',
  body: `
directive @phi(category: PhiCategory, identifier: HipaaIdentifier, sensitivity: [Sensitivity!] = [], element: String)
  on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
directive @notPhi on FIELD_DEFINITION | OBJECT
directive @subject(field: String!, category: String, among: [PhiCategory!]) on OBJECT
directive @value on OBJECT
directive @minimumNecessary(roles: [Role!]!, purposes: [PurposeOfUse!]!, relationship: [Relationship!]!,
  mask: Mask = NONE, sensitivity: [Sensitivity!] = [], breakGlass: Boolean = false)
  repeatable on FIELD_DEFINITION | OBJECT | ENUM_VALUE
directive @insight(useCase: InsightUseCase!, sources: String!, audience: InsightAudience!, review: Boolean = true)
  on FIELD_DEFINITION
directive @isA(parent: PurposeOfUse!) on ENUM_VALUE
enum Mask { NONE PARTIAL GENERALIZE PSEUDONYM REDACT }
enum Relationship { SELF PROXY PROXY_LIMITED CARE_TEAM TREATING ORG NONE }
enum Role { PHYSICIAN NURSE BILLING RESEARCHER PATIENT PROXY SYSTEM }
enum PurposeOfUse { TREAT ETREAT @isA(parent: TREAT) BTG @isA(parent: ETREAT) HPAYMT HRESCH PATRQT }
enum HipaaIdentifier { NAME GEO_SUBSTATE DATE PHONE SSN MRN }
enum Sensitivity { HIV PSY }
enum InsightUseCase { SUMMARY }
enum InsightAudience { CLINICIAN }
scalar FhirDate
scalar FhirCode
type PageInfo { hasNextPage: Boolean! endCursor: String }
`,
});

/** A schema that passes: three categories, a patient, and rows with categories of their own. */
export const CLINIC: SdlFile = Object.freeze({
  name: 'clinic.graphql',
  body: `enum PhiCategory {
  DEMOGRAPHICS
    @minimumNecessary(roles: [PHYSICIAN, NURSE], purposes: [TREAT], relationship: [CARE_TEAM], breakGlass: true)
    @minimumNecessary(roles: [RESEARCHER], purposes: [HRESCH], relationship: [ORG], mask: GENERALIZE)
    @minimumNecessary(roles: [PATIENT], purposes: [PATRQT], relationship: [SELF])
  LAB
    @minimumNecessary(roles: [PHYSICIAN], purposes: [TREAT], relationship: [CARE_TEAM, TREATING], sensitivity: [HIV])
    @minimumNecessary(roles: [PATIENT], purposes: [PATRQT], relationship: [SELF])
  PSYCHOTHERAPY_NOTE
}

interface Node { id: ID! @notPhi }

type Query {
  patient(id: ID!): Patient
  patients(first: Int, after: String, search: Search): PatientConnection
}

input Search {
  birthDate: FhirDate @phi(category: DEMOGRAPHICS)
  record: String @phi(category: DEMOGRAPHICS, identifier: MRN)
}

type Patient implements Node @subject(field: "id") {
  id: ID! @notPhi
  name: [HumanName!] @phi(category: DEMOGRAPHICS, identifier: NAME)
  birthDate: FhirDate @phi(category: DEMOGRAPHICS, identifier: DATE, element: "Patient.birthDate")
  address: Address @phi(category: DEMOGRAPHICS, identifier: GEO_SUBSTATE)
  mrn: String @phi(category: DEMOGRAPHICS, identifier: MRN)
    @minimumNecessary(roles: [NURSE], purposes: [TREAT], relationship: [CARE_TEAM], mask: PARTIAL)
  observations(first: Int, after: String, category: PhiCategory): ObservationConnection @phi
}

type HumanName @value { family: String given: [String!] use: FhirCode since: FhirDate }
type Address @value { line: [String!] city: String state: String postalCode: String period: Period }
type Period @value { start: FhirDate note: String }

type ObservationConnection { edges: [ObservationEdge!]! pageInfo: PageInfo! }
type ObservationEdge { node: Observation! cursor: String! }
type PatientConnection { edges: [PatientEdge!]! pageInfo: PageInfo! }
type PatientEdge { node: Patient! cursor: String! }

type Observation implements Node @subject(field: "subjectId", category: "rowCategories") {
  id: ID! @notPhi
  code: FhirCode @phi
  text: String @phi
  value: Float @phi
  status: FhirCode @phi
    @minimumNecessary(roles: [BILLING], purposes: [HPAYMT], relationship: [ORG])
  patient: Patient @phi(category: DEMOGRAPHICS)
}
`,
});
