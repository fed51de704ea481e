import { z } from 'zod';

/** How people sign in to the console. */
export interface ConsoleSettings {
  /** One of the trusted issuers; `null`: the embedded profile's own sign-in, and elsewhere there is no console. */
  readonly issuer: string | null;
  /** As the issuer knows the console: a public client, authorization code with PKCE. */
  readonly client: string;
  /** Asked for at sign-in, apart by spaces. */
  readonly scope: string;
}

/** `%x21 / %x23-5B / %x5D-7E` of RFC 6749 §3.3, apart by single spaces. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

export const CONSOLE_VARIABLES = Object.freeze({
  PHIELD_CONSOLE_ISSUER: z.string().min(1).max(512).optional(),
  PHIELD_CONSOLE_CLIENT: z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, 'expected 1 to 255 printable ASCII characters')
    .default('phield-console'),
  PHIELD_CONSOLE_SCOPE: z
    .string()
    .max(2_048)
    .regex(SCOPE, 'expected scopes apart by spaces')
    .default('openid user/*.cruds'),
});

const Variables = z.object(CONSOLE_VARIABLES);

export function consoleSettings({
  PHIELD_CONSOLE_ISSUER: issuer,
  PHIELD_CONSOLE_CLIENT: client,
  PHIELD_CONSOLE_SCOPE: scope,
}: z.output<typeof Variables>): ConsoleSettings {
  return Object.freeze({ issuer: issuer ?? null, client, scope });
}
