import { randomUUID } from 'node:crypto';
import { developmentKey } from '../../src/identity/development-key.ts';
import { mintToken, type TokenContent } from '../../src/identity/mint-token.ts';
import { PERSONAS } from '../../src/identity/personas.ts';

export interface TokenMint {
  /** Somebody of riverside without any tie, changed as told. */
  token(content?: Partial<TokenContent>): Promise<string>;
  persona(name: string): Promise<string>;
}

/** Tokens of a data folder's development issuer. */
export async function tokenMint(dataDir: string): Promise<TokenMint> {
  const key = await developmentKey(dataDir);
  const mint = (content: TokenContent) => {
    // `jti` is new each time; `sid`, which is asked for second or first, is one for each user.
    const session = `session-of-${content.sub}`;
    return mintToken(content, { key, clock: Date.now, newId: randomUUID, session });
  };
  return {
    token: (content = {}) => mint({ ...TEST_USER, ...content }),
    persona: (name) => {
      const persona = PERSONAS[name];
      if (persona === undefined) throw new Error(`no persona ${name}`);
      return mint({ ...persona, scope: null, lifetimeSeconds: 600 });
    },
  };
}

const TEST_USER: TokenContent = Object.freeze({
  tenant: 'riverside',
  roles: ['PHYSICIAN'],
  sub: 'test-user',
  client: 'phield-cli',
  purposes: ['TREAT'],
  fhirUser: null,
  patient: null,
  scope: null,
  multiFactor: true,
  lifetimeSeconds: 600,
});
