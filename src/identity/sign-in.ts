import { z } from 'zod';
import type { Actor } from './actor.ts';
import { claimAt, malformed, oneText, textList } from './claims.ts';
import { Text } from './names.ts';
import type { VerifiedToken } from './verify-token.ts';

export type SignIn = Pick<Actor, 'assurance' | 'multiFactor' | 'acr' | 'authTime' | 'proofKey'>;

/** RFC 7519 §2, NumericDate. */
const Moment = z.number().min(0).max(Number.MAX_SAFE_INTEGER).transform(Math.floor);

/** RFC 7638 over SHA-256, base64url. */
const Thumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * How the user of a token signed in. More than one factor is what the issuer's entry says that it is: a method
 * (`amr`, RFC 8176), a class (`acr`), or that the provider lets nobody in without.
 * @throws UnauthenticatedError for a claim that cannot be read, and for a sign-in after the token was issued:
 * such a time would make every sign-in recent.
 */
export function signInOf({ issuer: { settings }, claims, issuedAt }: VerifiedToken): SignIn {
  const methods = Object.freeze([...(textList(claims, settings.claims.assurance) ?? [])].sort());
  const acr = oneText(claims, settings.claims.acr, Text);
  const { amr, acr: classes, mfaEnforced } = settings.assurance;
  const authTime = momentAt(claims, settings.claims.authTime);
  if (authTime !== null && authTime > issuedAt + settings.clockToleranceSeconds) {
    throw malformed(settings.claims.authTime);
  }
  return {
    assurance: methods,
    multiFactor:
      mfaEnforced ||
      methods.some((method) => amr.includes(method)) ||
      (acr !== null && classes.includes(acr)),
    acr,
    authTime,
    proofKey: oneText(claims, ['cnf', 'jkt'], Thumbprint),
  };
}

function momentAt(claims: VerifiedToken['claims'], path: Parameters<typeof claimAt>[1]): number | null {
  const value = claimAt(claims, path);
  if (value === undefined) return null;
  const parsed = Moment.safeParse(value);
  if (!parsed.success) throw malformed(path);
  return parsed.data;
}
