import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSessions } from '../../src/identity/sessions.ts';
import { SESSION_LIMITS } from '../../src/session-limits.ts';
import { memorySessions } from '../support/memory-sessions.ts';
import {
  claimsWith,
  fixedIssuer,
  refusalOf,
  signingKey,
  testAuthenticator,
  testClock,
} from './test-issuer.ts';

const IDLE = SESSION_LIMITS.idle / 1000 + 1;
/** Order of the group of P-256 (SEC 2, §2.4.2). */
const P256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same signature: base64url's last character has bits that say nothing (RFC 4648 §3.5). */
function unusedBits(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return signature.slice(0, -1) + alphabet[alphabet.indexOf(signature.at(-1) ?? '') ^ 1];
}

/** Another signature by the same key of the same text: with s, n − s verifies too. */
function mirrored(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.from((P256 - s).toString(16).padStart(64, '0'), 'hex');
  return Buffer.concat([bytes.subarray(0, 32), other]).toString('base64url');
}

function respelt(token: string, spell: (signature: string) => string): string {
  const end = token.lastIndexOf('.') + 1;
  return token.slice(0, end) + spell(token.slice(end));
}

async function signedBy(alg: string) {
  const clock = testClock();
  const key = await signingKey(alg, 'k1');
  const sessions = createSessions({ store: memorySessions(), clock: clock.now, limits: SESSION_LIMITS });
  const { authenticate } = testAuthenticator({
    ...{ clock: clock.now, sessions },
    issuers: [fixedIssuer([key], { tokenId: 'optional' })],
  });
  const mint = (changes: Record<string, unknown> = {}) =>
    key.sign(claimsWith({ jti: undefined, exp: clock.now() / 1000 + 3600, ...changes }));
  const ask = (token: string) =>
    refusalOf(authenticate({ authorization: `Bearer ${token}`, purpose: undefined }));
  return { clock, mint, ask };
}

describe('a token that has neither jti nor sid', () => {
  it.each([
    ['RS256', 'other unused bits', unusedBits],
    ['ES256', 'other unused bits', unusedBits],
    ['ES256', 'n − s for s', mirrored],
  ])('by %s meets its session’s end, though its signature is spelt with %s', async (alg, _how, spell) => {
    const { clock, mint, ask } = await signedBy(alg);
    const token = await mint();
    const other = respelt(token, spell);
    expect(other).not.toBe(token);
    expect(decodeProtectedHeader(other)).toMatchObject({ alg });
    expect(await ask(token)).toBe('none');
    clock.advance(IDLE);
    // Which is looked at last: it verifies.
    expect(await ask(other)).toBe('UNAUTHENTICATED: session ended');
    expect(await ask(token)).toBe('UNAUTHENTICATED: session ended');
  });

  it('is a session of its own', async () => {
    const { clock, mint, ask } = await signedBy('ES256');
    const [one, other] = [await mint(), await mint({ nonce: 'another' })];
    expect(await ask(one)).toBe('none');
    clock.advance(IDLE);
    expect([await ask(one), await ask(other)]).toEqual(['UNAUTHENTICATED: session ended', 'none']);
  });
});
