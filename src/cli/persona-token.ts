import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { developmentKey } from '../identity/development-key.ts';
import { mintToken } from '../identity/mint-token.ts';
import { PERSONAS } from '../identity/personas.ts';

/** A development token for a documented persona of the demo tenants. Embedded profile only. */
export async function personaToken(
  config: Pick<Config, 'dataDir'>,
  name: keyof typeof PERSONAS,
  lifetimeSeconds: number,
): Promise<string> {
  const persona = PERSONAS[name];
  if (persona === undefined) throw new Error(`no persona of this name: ${name}`);
  return mintToken(
    {
      tenant: persona.tenant,
      roles: persona.roles,
      sub: persona.sub,
      client: persona.client,
      purposes: persona.purposes,
      fhirUser: persona.fhirUser,
      patient: persona.patient,
      scope: null,
      multiFactor: persona.multiFactor,
      lifetimeSeconds,
    },
    { key: await developmentKey(config.dataDir), clock: Date.now, newId: randomUUID },
  );
}
