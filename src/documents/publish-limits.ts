/** What one publication may hold: a manifest comes from outside. */
export const PUBLISH_LIMITS = Object.freeze({
  /** Bytes of one manifest or file. */
  manifestBytes: 4 * 1024 * 1024,
  /** Documents of one publication. */
  documents: 500,
  /** Documents that one client may have in all, retired ones too. */
  documentsPerClient: 2000,
  /** Bytes of one document's text in UTF-8. */
  textBytes: 64 * 1024,
  /** Findings that are told; the rest are counted. */
  findings: 100,
});
