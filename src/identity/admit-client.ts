import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { ForbiddenError } from '../errors.ts';
import type { Registration } from './actor.ts';
import { agreedUntil } from './client-agreement.ts';
import type { ClientEntry } from './directory.ts';
import type { VerifiedToken } from './verify-token.ts';

/** What decides whether a client is let in, beside the register. */
export interface ClientRules {
  /** `embedded`: a client that is not registered is served, and free-form operations run unless it is registered otherwise. */
  readonly profile: Config['profile'];
  readonly clock: Clock;
}

/**
 * Whether the client of a token is let in at all. One that is not registered is of the house where its issuer's entry
 * names it (`firstPartyClients`), else a third party that agreed to nothing.
 * @throws ForbiddenError for a client that is suspended, for a third party without an agreement in force or without a
 * tenant, and outside the embedded profile for one that nobody registered.
 */
export function admitClient(
  { client: name, issuer: { settings } }: VerifiedToken,
  client: ClientEntry | null,
  { profile, clock }: ClientRules,
): Registration {
  const embedded = profile === 'embedded';
  const firstParty = client === null ? settings.firstPartyClients.includes(name) : client.firstParty;
  if (client === null) {
    if (!firstParty && !embedded) throw new ForbiddenError('client not registered');
  } else {
    if (client.suspended) throw new ForbiddenError('client suspended');
    if (clock() >= agreedUntil(client)) throw new ForbiddenError('no agreement in force with the client');
    if (!firstParty && client.tenant === null) throw new ForbiddenError('the client has no tenant');
  }
  return Object.freeze({
    firstParty,
    freeForm: client?.freeForm ?? embedded,
    perMinute: client?.perMinute ?? null,
    costPerMinute: client?.costPerMinute ?? null,
  });
}

/** @throws ForbiddenError when the client works for another tenant than the user's. */
export function assertClientTenant(client: ClientEntry | null, tenant: string): void {
  const only = client?.tenant ?? null;
  if (only !== null && only !== tenant) throw new ForbiddenError('the client works for another tenant');
}

/**
 * The user's roles that may act by way of the client.
 * @throws ForbiddenError when none may, for a machine that is no system, and for a system by way of people's client.
 */
export function rolesByWayOf(client: ClientEntry | null, roles: readonly string[]): readonly string[] {
  if (client === null) return roles;
  if ((client.kind === 'machine') !== roles.includes('SYSTEM')) {
    throw new ForbiddenError('the client is of another kind');
  }
  const left = among(roles, client.roles);
  if (left.length === 0) throw new ForbiddenError('no role that the client may have');
  return left;
}

/** The user's purposes that the client may have, in their order. @throws ForbiddenError when there is none. */
export function purposesByWayOf(client: ClientEntry | null, purposes: readonly string[]): readonly string[] {
  const left = among(purposes, client?.purposes ?? null);
  if (left.length === 0) throw new ForbiddenError('no purpose that the client may have');
  return left;
}

function among(named: readonly string[], allowed: readonly string[] | null): readonly string[] {
  return allowed === null ? named : Object.freeze(named.filter((name) => allowed.includes(name)));
}
