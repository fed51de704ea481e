import { agreedUntil } from '../identity/client-agreement.ts';
import type { RegisteredClient } from '../identity/client-register.ts';
import type { ClientEntry } from '../identity/directory.ts';

/** Whether a client is let in: `ended`, its agreement is over or there never was one. */
export type ClientState = 'active' | 'suspended' | 'ended';

export function clientState(entry: ClientEntry, now: number): ClientState {
  if (entry.suspended) return 'suspended';
  return now >= agreedUntil(entry) ? 'ended' : 'active';
}

/** One client as a program reads it. */
export function clientJson({ issuer, client, entry }: RegisteredClient, now: number) {
  return { client, issuer, state: clientState(entry, now), ...entry };
}

/** One line for each client. */
export function clientLine({ client, entry }: RegisteredClient, now: number): string {
  const whose = entry.firstParty ? 'first party' : 'third party';
  const ends = entry.agreement === null ? '' : `, agreement until ${entry.agreement.expires}`;
  const where = entry.tenant ?? 'every tenant';
  return `${client}: ${clientState(entry, now)}, ${whose}, ${entry.kind}, ${where}${ends}`;
}

/** All that is registered, a line each. */
export function clientLines(registered: RegisteredClient, now: number): readonly string[] {
  const { agreement, tenant, roles, purposes, allowedScopes, freeForm, ...rest } = registered.entry;
  const list = (names: readonly string[] | null) =>
    names === null ? 'not narrowed' : names.join(' ') || 'none';
  return [
    `client: ${registered.client}`,
    `issuer: ${registered.issuer}`,
    `state: ${clientState(registered.entry, now)}`,
    `name: ${rest.name ?? '-'}`,
    `contact: ${rest.contact ?? '-'}`,
    `party: ${rest.firstParty ? 'first' : 'third'}`,
    `kind: ${rest.kind}`,
    `tenant: ${tenant ?? 'every tenant'}`,
    `agreement: ${agreement === null ? '-' : `${agreement.reference}, until ${agreement.expires}`}`,
    `roles: ${list(roles)}`,
    `purposes: ${list(purposes)}`,
    `scopes: ${list(allowedScopes)}`,
    `tokens without scopes: ${rest.scopes === 'optional' ? 'no ceiling of their own' : 'reach nothing'}`,
    `default purpose: ${rest.defaultPurpose ?? '-'}`,
    `tokens: ${rest.binding}`,
    `free-form operations: ${freeForm === null ? 'in the embedded profile alone' : freeForm ? 'yes' : 'no'}`,
    `requests a minute: ${rest.perMinute ?? 'as for every client'}`,
    `cost a minute: ${rest.costPerMinute ?? 'as for every client'}`,
  ];
}
