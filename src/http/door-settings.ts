import type { Config } from '../config.ts';

/** What an operator says about the door. Everything else of it is the same everywhere. */
export interface DoorSettings {
  /** Origins whose pages may ask, as browsers write them; MUST come out of `AllowedOrigins`. Pages of the gateway's own address always may. */
  readonly origins: readonly string[];
  /** Clients reach the gateway by TLS alone and shall keep to it (RFC 6797). */
  readonly strictTransport: boolean;
  /** Answer by the status codes of the current draft of GraphQL over HTTP: 294 and 422. Proxies may not know them. */
  readonly draftStatus: boolean;
}

/** No page of another origin, no promise about TLS, status codes that every proxy knows. */
export const CLOSED_DOOR: DoorSettings = Object.freeze({
  origins: Object.freeze([]),
  strictTransport: false,
  draftStatus: false,
});

/** Behind a proxy that names itself to us, pages of the public address are our own all the same. */
export function doorOf(
  config: Pick<Config, 'corsOrigins' | 'draftStatus' | 'profile' | 'publicUrl'>,
): DoorSettings {
  const own = config.publicUrl === null ? [] : [new URL(config.publicUrl).origin];
  return Object.freeze({
    origins: Object.freeze([...config.corsOrigins, ...own]),
    strictTransport: config.profile === 'production',
    draftStatus: config.draftStatus,
  });
}
