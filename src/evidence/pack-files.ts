/** Files that every pack has; the schema's own stand beside them in `access/schema/`. */
export const PACK_FILES = Object.freeze({
  readme: 'README.md',
  report: 'report.pdf',
  controls: 'controls.json',
  controlsText: 'controls.md',
  matrixCsv: 'access/matrix.csv',
  matrix: 'access/matrix.json',
  tenant: 'access/tenant.yaml',
  usage: 'access/usage.json',
  versions: 'policies/versions.json',
  changes: 'policies/changes.json',
  verification: 'ledger/verification.json',
  trust: 'ledger/trust.json',
  acts: 'activity/acts.json',
  people: 'activity/people.json',
  glasses: 'activity/glasses.json',
  reviews: 'activity/reviews.json',
  refusals: 'activity/refusals.json',
  findings: 'findings/findings.json',
  configuration: 'system/configuration.json',
  dependencies: 'system/dependencies.json',
  sbom: 'system/sbom.cdx.json',
} as const);
export type PackFile = (typeof PACK_FILES)[keyof typeof PACK_FILES];

export const SCHEMA_FOLDER_OF_PACK = 'access/schema';
