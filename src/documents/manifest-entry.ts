/** Where in what was given something stands, such as `persisted.json:12` or `manifest.json operations[3]`. */
export type ManifestPlace = string;

/** One operation as a manifest or file has it, not yet looked into. */
export interface ManifestEntry {
  readonly id: string;
  /** GraphQL source. */
  readonly text: string;
  readonly place: ManifestPlace;
  /** What the manifest says of the operation, where it does. */
  readonly says?: { readonly name: string; readonly type: string };
}

/** Why something cannot be published. MUST NOT quote more than names of the schema and of the document itself. */
export interface DocumentFinding {
  /** As given; `null`: it concerns no single document. */
  readonly id: string | null;
  readonly place: ManifestPlace;
  readonly message: string;
}

/** Nothing of it was taken. */
export class ManifestRefusedError extends Error {
  readonly findings: readonly DocumentFinding[];

  constructor(findings: readonly DocumentFinding[]) {
    super(findings.map(({ place, message }) => `${place}: ${message}`).join('\n'));
    this.name = 'ManifestRefusedError';
    this.findings = Object.freeze([...findings]);
  }
}
