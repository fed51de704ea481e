import type { SigningKey } from './signing-key.ts';

/** Whose ledger it is: what certifies its writers. */
export interface Installation {
  /** Certifies writers; a verifier is told of it. */
  readonly key: SigningKey;
  /** Name of the log (C2SP tlog-checkpoint). */
  readonly origin: string;
  /** Version of the package that writes. */
  readonly build: string;
}
