/** What reviewers ask of the ledger besides its lists. */
export const READINGS = `query($patient: ID!, $since: FhirDateTime, $first: Int = 20, $after: String) { ledger {
  readings(patient: $patient, since: $since, first: $first, after: $after) {
    edges { node { actor roles purposes categories fields } } pageInfo { hasNextPage endCursor } } } }`;
export const ACCOUNTING = `query($patient: ID!, $until: FhirDateTime, $all: Boolean!, $format: AccountingFormat!) { ledger {
  accounting(patient: $patient, until: $until, all: $all, format: $format) { name type base64 } } }`;
export const EXPORT = `query($format: ExportFormat!, $filter: LedgerFilter, $first: Int = 1000, $after: String) { ledger {
  export(format: $format, filter: $filter, first: $first, after: $after) { text next count complete } } }`;
export const PROOF = 'query($event: ID!) { ledger { proof(event: $event) { name type base64 } } }';
export const TRUST = '{ ledger { trust { name type base64 } } }';
export const VERIFY =
  'mutation { verifyLedger { state by ok entries size firstBad { code index } findings seconds } }';
export const LAST =
  '{ ledger { lastVerification { state by ok entries size firstBad { code index } findings seconds } } }';
