import { hash } from 'node:crypto';
import type { Identity } from './identity.ts';

/** What a provider can name to end it: one token by its `jti`, or a session by its `sid`. */
export type EndableKind = 'token' | 'session';

/** Names of a token and of its session, as stored and compared. */
export interface SessionKeys {
  /** Of the token's `jti`; `null`: it has none and cannot be revoked singly. */
  readonly token: string | null;
  /** Of the token's session claim; `null`: it has none. */
  readonly named: string | null;
  /** Of the session whose time runs: `sid`, else `jti`, else what the token's signature signs. */
  readonly session: string;
}

/**
 * Issuers and their ids are texts of any form: hashed together, they fit a store's key, and the same id of another
 * issuer or kind is another name.
 */
export function endableKey(kind: EndableKind, issuer: string, id: string): string {
  return hash('sha256', JSON.stringify([kind, issuer, id]), 'base64url');
}

/** @param digest of what the token's signature signs. It MUST be the same for every spelling of the signature. */
export function sessionKeys(
  { issuer, tokenId, session }: Pick<Identity, 'issuer' | 'tokenId' | 'session'>,
  digest: string,
): SessionKeys {
  const token = tokenId === null ? null : endableKey('token', issuer, tokenId);
  const named = session === null ? null : endableKey('session', issuer, session);
  return Object.freeze({ token, named, session: named ?? token ?? digest });
}
