import type { ClientEntry, Clients } from './directory.ts';

/** One client as it stands in the register. */
export interface RegisteredClient {
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** Its id there: `client_id` or `azp` of its tokens. */
  readonly client: string;
  readonly entry: ClientEntry;
}

/**
 * The register as those change it who run the house. A change MUST be found by every `find` that begins after it was
 * acknowledged, MUST NOT be lost to another made at the same time, and MUST stand in the list of its tenant.
 */
export interface ClientRegister extends Clients {
  /** Clients of one tenant, and those of every tenant; by id. @throws UpstreamUnavailableError */
  list(tenant: string): Promise<readonly RegisteredClient[]>;
  /**
   * @param next gives what is to stand from what stands; `null`: nothing. MAY be called several times, MUST be pure;
   * the same object again changes nothing. What it throws ends the change.
   * @returns what stands then.
   * @throws UpstreamUnavailableError: it may or may not have been made; making it again is harmless.
   */
  change(
    issuer: string,
    client: string,
    next: (was: ClientEntry | null) => ClientEntry | null,
  ): Promise<ClientEntry | null>;
}
