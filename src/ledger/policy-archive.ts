/** One text, by the name that places in it are told with. */
export interface PolicyFile {
  readonly name: string;
  readonly body: string;
}

/** What governs one tenant, as it is kept. */
export interface PolicyTexts {
  readonly schema: readonly PolicyFile[];
  /** The tenant's own file. */
  readonly overlay: PolicyFile;
}

/** The texts by what stands in them: SHA-256 (hex). */
export interface PolicyHashes {
  /** Over the schema's files, as `AccessModel.version` is. */
  readonly schema: string;
  /** Over the tenant's file, as `TenantOverlay.version` is. */
  readonly overlay: string;
}

/** One policy of a tenant, and since when it was in force. */
export interface KeptPolicy extends PolicyHashes {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
}

/**
 * The policies that were in force, so that an event is explained by the one it was decided under. It is no proof by
 * itself: whoever reads texts MUST hold them against the version they are asked for, which stands in the ledger.
 *
 * All of it rejects with UpstreamUnavailableError where the store does not answer.
 */
export interface PolicyArchive {
  /**
   * Keeps what is put in force from now on, texts first. The same as was put in force last is not kept again.
   * Resolves once it is durable.
   */
  keep(tenant: string, policy: KeptPolicy, texts: PolicyTexts): Promise<void>;
  /** Newest first; the same policy never twice in a row. */
  list(tenant: string): Promise<readonly KeptPolicy[]>;
  /** @returns `null`: they are not kept. @throws DataIntegrityError for what cannot be read. */
  texts(tenant: string, hashes: PolicyHashes): Promise<PolicyTexts | null>;
}
