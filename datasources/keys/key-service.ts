/** What a key is for; bound into its wrapping, so that a wrapped key opens for its own tenant only. */
export interface KeyContext {
  readonly tenant: string;
}

export interface DataKey {
  /** 32 bytes. */
  readonly plaintext: Uint8Array;
  /** Opaque; only `decrypt` with the same context opens it. */
  readonly wrapped: Uint8Array;
}

/**
 * Wraps tenants' keys under a master key that never leaves the service (AWS KMS, or a key file in the
 * embedded profile).
 *
 * `decrypt` MUST reject with DataIntegrityError when the bytes are not what `generateDataKey` gave for the
 * same context. Both MUST reject with UpstreamUnavailableError when the service is slow, refusing or gone.
 */
export interface KeyService {
  generateDataKey(context: KeyContext): Promise<DataKey>;
  decrypt(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
}

/** Cryptographically strong random bytes. Passed in, so that tests see every nonce. */
export type RandomBytes = (size: number) => Uint8Array;
