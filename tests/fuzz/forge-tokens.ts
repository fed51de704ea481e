import { CompactSign } from 'jose';
import type { Chooser } from '../properties/chooser.ts';
import type { FuzzWorld } from './fuzz-world.ts';
import { anything, mutateBytes, mutateJson, mutateMembers } from './mutate.ts';
import { NASTY_TEXTS } from './nasty.ts';

/** A compact token: altered after it was signed, or signed over claims and header that no issuer would give. */
export async function forgeToken(choose: Chooser, { key, claims }: FuzzWorld): Promise<string> {
  const good = claims();
  if (choose.chance(0.5)) {
    const header = choose.chance(0.5)
      ? { alg: key.alg, kid: key.kid, typ: 'at+jwt' }
      : mutated(choose, { alg: key.alg, kid: key.kid, typ: 'at+jwt', jwk: {}, crit: [] });
    const text = [header, mutateJson(choose, good)]
      .map((part) => encode(JSON.stringify(part) ?? ''))
      .join('.');
    return `${text}.${encode(choose.one(NASTY_TEXTS))}`;
  }
  const payload = choose.chance(0.7)
    ? (JSON.stringify(mutateMembers(choose, good)) ?? '')
    : (JSON.stringify(anything(choose)) ?? '');
  const bytes = choose.chance(0.1) ? mutateBytes(choose, Buffer.from(payload)) : Buffer.from(payload);
  const signed = await new CompactSign(bytes)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
    .sign(key.privateKey);
  return choose.chance(0.7) ? signed : mutateBytes(choose, Buffer.from(signed)).toString('latin1');
}

/** Some members exchanged, each by itself, so that the others stay good. */
function mutated(choose: Chooser, members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, choose.chance(0.2) ? anything(choose) : value]),
  );
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
