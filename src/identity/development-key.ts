import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { ConfigError } from '../config.ts';
import { createPrivateFile } from './create-private-file.ts';

/** Ed25519: made in no time, and short tokens that can be pasted. Checking one is remembered anyway. */
const DevelopmentKey = z
  .strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    alg: z.literal('EdDSA'),
    use: z.literal('sig'),
    kid: z.string().min(1),
    x: z.string().min(1),
    d: z.string().min(1),
  })
  .readonly();

/** A private JWK (RFC 8037). */
export type DevelopmentKey = z.output<typeof DevelopmentKey>;

export function developmentKeyFile(dataDir: string): string {
  return join(dataDir, 'keys', 'development-issuer.json');
}

/**
 * The local development issuer's key, made when there is none yet, readable by its owner only.
 * @throws ConfigError when the file is there but holds something else.
 */
export async function developmentKey(dataDir: string): Promise<DevelopmentKey> {
  const path = developmentKeyFile(dataDir);
  const text = await createPrivateFile(path, async () => JSON.stringify(await newKey()));
  try {
    return DevelopmentKey.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(`${path}: expected a development key; remove the file to get a new one`);
  }
}

async function newKey(): Promise<DevelopmentKey> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return DevelopmentKey.parse({
    ...{ kty: jwk.kty, crv: jwk.crv, x: jwk.x, d: jwk.d },
    ...{ alg: 'EdDSA', use: 'sig', kid: await calculateJwkThumbprint(jwk) },
  });
}
