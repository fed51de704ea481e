import { z } from 'zod';
import { OWN_DOCUMENTS } from '../documents/own-documents.ts';
import type { DiffTexts } from '../review/diff-side.ts';
import { DiffSourceError } from '../review/diff-source.ts';
import { askGateway, isSafeAddress } from './ask-gateway.ts';
import { DeskRefused } from './document-desk.ts';

/** They are printed: nothing of them may mean something to a terminal. */
const File = z.object({ name: z.string().regex(/^[\w./-]{1,200}$/), body: z.string() });
const Answer = z.object({
  declaration: z.object({ version: z.string(), schema: z.array(File).min(1), tenant: File.nullable() }),
});

const HINTS = Object.freeze({
  FORBIDDEN: 'not permitted: what is declared is told to PRIVACY_OFFICER and AUDITOR, for HOPERAT',
  INSUFFICIENT_USER_AUTHENTICATION: 'sign in with more than one factor',
  BAD_USER_INPUT: 'the gateway keeps no such version of this tenant',
});

export function isRunning(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/**
 * What a running gateway has in force for the tenant of a token, or had at the version behind `#`.
 * @param name such as `https://phield.example.org/graphql#<version>`.
 * @throws DiffSourceError
 */
export async function readRunning(name: string, token: string | null): Promise<DiffTexts> {
  if (!URL.canParse(name)) throw new DiffSourceError(`${name}: no address`);
  if (!isSafeAddress(name)) throw new DiffSourceError(`${name}: expected https, since a token goes there`);
  if (token === null)
    throw new DiffSourceError(`${name}: a token is needed, by --token-file or PHIELD_TOKEN`);
  const { origin, pathname, hash } = new URL(name);
  const gateway = { url: `${origin}${pathname}`, token, hints: HINTS };
  const version = hash === '' ? null : hash.slice(1);
  try {
    const told = Answer.safeParse(await askGateway(gateway, OWN_DOCUMENTS.declaration, { version }));
    if (!told.success) throw new DiffSourceError(`${name}: does not answer as a gateway does`);
    const { schema, tenant } = told.data.declaration;
    return { name, schema, tenants: tenant === null ? [] : [tenant] };
  } catch (error) {
    if (error instanceof DeskRefused) throw new DiffSourceError(`${name}: ${error.message}`);
    throw error;
  }
}
