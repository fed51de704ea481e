import { hash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** What a client holds whose tokens are bound to its key (RFC 9449). */
export interface ProofKey {
  readonly jkt: string;
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
  /** A proof, changed as told; `undefined` takes a claim or header out. */
  prove(request: ProofOf): Promise<string>;
}

export interface ProofOf {
  readonly token: string;
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly method?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

export async function proofKey(alg = 'ES256'): Promise<ProofKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return {
    publicJwk,
    privateJwk: await exportJWK(privateKey),
    jkt: await calculateJwkThumbprint(publicJwk, 'sha256'),
    prove: ({ token, url, now, method = 'POST', claims, header }) =>
      new SignJWT(
        present({
          jti: randomUUID(),
          htm: method,
          htu: url,
          iat: Math.floor(now / 1000),
          ath: hash('sha256', token, 'base64url'),
          ...claims,
        }),
      )
        .setProtectedHeader({ alg, ...present({ typ: 'dpop+jwt', jwk: publicJwk, ...header }) })
        .sign(privateKey),
  };
}

function present(all: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
