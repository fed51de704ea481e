import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { IssuerKeys } from './trusted-issuer.ts';

/** Keys known at start, for the development issuer. */
export function createFixedKeys(keySet: JSONWebKeySet): IssuerKeys {
  const resolve = createLocalJWKSet(keySet);
  return Object.freeze({ resolve, version: () => 0 });
}
