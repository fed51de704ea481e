import { ForbiddenError, PhieldError, UnauthenticatedError, UpstreamUnavailableError } from '../errors.ts';
import {
  admitClient,
  assertClientTenant,
  type ClientRules,
  purposesByWayOf,
  rolesByWayOf,
} from './admit-client.ts';
import { defaultPurpose } from './choose-purpose.ts';
import { oneText, textList, wordList } from './claims.ts';
import type { ClientEntry, Clients, Directory, DirectoryEntry } from './directory.ts';
import { fhirUserReference } from './fhir-user.ts';
import { grantedScopes } from './granted-scopes.ts';
import type { Identity } from './identity.ts';
import { intersectScopes } from './intersect-scopes.ts';
import { DECIDABLE } from './issuer-settings.ts';
import type { LogEvent } from './log-event.ts';
import { keepKnown, mapTokenRoles } from './map-roles.ts';
import { FhirId, ProviderId, TenantName, Text } from './names.ts';
import { purposeClaim } from './purpose-claim.ts';
import { signInOf } from './sign-in.ts';
import type { TenantRoles, TenantRolesSource } from './tenant-roles.ts';
import type { VerifiedToken } from './verify-token.ts';

/** Only names without spaces go into logs: anything else may be a sentence about somebody. */
const PLAIN_NAME = /^[A-Za-z0-9_:.-]{1,64}$/;

const NO_SCOPES: readonly string[] = Object.freeze([]);

export interface IdentitySources extends ClientRules {
  readonly directory: Directory;
  readonly clients: Clients;
  readonly tenantRoles: TenantRolesSource;
  /** HL7 ActReason codes the schema knows. */
  readonly knownPurposes: ReadonlySet<string>;
  readonly log: LogEvent;
}

/**
 * Who a verified token stands for. Tenant, roles, purposes and `fhirUser` have one source each: the token
 * where the issuer's entry says that its claims win, else the directory. The two are never mixed, so that a
 * token cannot fill what the directory leaves out. What limits the actor (patient, scope) is the token's. What is
 * registered of the client narrows all of it.
 * @throws UnauthenticatedError for a tenant that is missing, unknown or not the issuer's, and for a claim
 * that cannot be read.
 * @throws ForbiddenError when no known role or no known purpose is left, and for a client that is not let in.
 * @throws UpstreamUnavailableError when the directory cannot answer.
 */
export async function resolveIdentity(token: VerifiedToken, sources: IdentitySources): Promise<Identity> {
  const { claims } = token;
  const [entry, client] = await Promise.all([
    directoryEntry(token, sources),
    answerOf(sources.clients.find(token.issuer.settings.issuer, token.client), 'client register'),
  ]);
  const registration = admitClient(token, client, sources);
  const tenant = tenantOf(token, entry);
  const tenantRoles = sources.tenantRoles(tenant);
  if (tenantRoles === null) throw new UnauthenticatedError('tenant not known');
  assertClientTenant(client, tenant);
  const roles = rolesByWayOf(client, rolesOf(token, entry, tenantRoles, sources.log));
  const isSystem = roles.includes('SYSTEM');
  const purposes = purposesByWayOf(client, purposesOf(token, entry, client, isSystem, sources));
  const { settings } = token.issuer;
  return Object.freeze({
    issuer: settings.issuer,
    id: token.subject,
    tenant,
    roles,
    client: token.client,
    registration,
    entry: client,
    purposes,
    defaultPurpose: defaultPurpose(purposes),
    binding: client?.binding ?? 'bearer',
    scopes: intersectScopes(scopesOf(token, client, isSystem, sources.log), client?.allowedScopes ?? null),
    fhirUser: fhirUserOf(token, entry, sources.log),
    patient: oneText(claims, settings.claims.patient, FhirId),
    ...signInOf(token),
    tokenId: token.tokenId,
    session: oneText(claims, settings.claims.session, ProviderId),
    issuedAt: token.issuedAt,
    expiresAt: token.expiresAt,
  });
}

async function directoryEntry(
  token: VerifiedToken,
  sources: IdentitySources,
): Promise<DirectoryEntry | null> {
  const { settings } = token.issuer;
  if (DECIDABLE.every((what) => settings.claimsWin.includes(what))) return null;
  return answerOf(sources.directory.find(settings.issuer, token.subject), 'directory');
}

async function answerOf<T>(asked: Promise<T>, source: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PhieldError) throw error;
    throw new UpstreamUnavailableError(`${source} does not answer`);
  }
}

/** Design §5: the tenant comes from the token alone, or from what is stored about its `sub`. */
function tenantOf({ issuer: { settings }, claims }: VerifiedToken, entry: DirectoryEntry | null): string {
  const tenant = settings.claimsWin.includes('tenant')
    ? oneText(claims, settings.claims.tenant, TenantName)
    : (entry?.tenant ?? null);
  if (tenant === null) throw new UnauthenticatedError('no tenant');
  if (settings.tenants !== null && !settings.tenants.includes(tenant)) {
    throw new UnauthenticatedError('the issuer may not speak for this tenant');
  }
  return tenant;
}

function rolesOf(
  { issuer: { settings }, claims }: VerifiedToken,
  entry: DirectoryEntry | null,
  tenantRoles: TenantRoles,
  log: LogEvent,
): readonly string[] {
  const { roles, dropped } = settings.claimsWin.includes('roles')
    ? mapTokenRoles(textList(claims, settings.claims.roles) ?? [], settings.roleMap, tenantRoles)
    : keepKnown(entry?.roles ?? [], tenantRoles);
  for (const role of dropped) {
    log('unknown_role_dropped', {
      issuer: settings.issuer,
      role: PLAIN_NAME.test(role) ? role : '(no plain name)',
    });
  }
  if (roles.length === 0) throw new ForbiddenError('no known role');
  if (roles.length > 1 && roles.includes('SYSTEM')) {
    throw new ForbiddenError('contradictory roles: a system is nobody else');
  }
  return roles;
}

/**
 * Purposes that are named but unknown do not fall back to the client's: what was meant was narrower. A system has its
 * client's and no other, whatever is named; where something is named, that must be among it.
 */
function purposesOf(
  token: VerifiedToken,
  entry: DirectoryEntry | null,
  client: ClientEntry | null,
  isSystem: boolean,
  { knownPurposes }: IdentitySources,
): readonly string[] {
  const { settings } = token.issuer;
  const named = settings.claimsWin.includes('purposes')
    ? purposeClaim(token.claims, settings.claims.purposes)
    : (entry?.purposes ?? null);
  const purposes = named ?? clientPurpose(token, client);
  const allowed = isSystem
    ? clientPurpose(token, client).filter((purpose) => purposes.includes(purpose))
    : purposes;
  const known = [...new Set(allowed)].filter((purpose) => knownPurposes.has(purpose));
  if (known.length === 0) throw new ForbiddenError('no known purpose');
  return Object.freeze(known);
}

function clientPurpose(token: VerifiedToken, client: ClientEntry | null): readonly string[] {
  const { clientPurposes } = token.issuer.settings;
  const configured = Object.hasOwn(clientPurposes, token.client) ? clientPurposes[token.client] : undefined;
  if (configured !== undefined) return [configured];
  const stored = client?.defaultPurpose ?? null;
  return stored !== null && defaultPurpose([stored]) !== null ? [stored] : [];
}

/** No scope claim is no ceiling where that was said of the client, and never for a system (SMART Backend Services). */
function scopesOf(
  { issuer: { settings }, claims, client: name }: VerifiedToken,
  client: ClientEntry | null,
  isSystem: boolean,
  log: LogEvent,
): readonly string[] | null {
  const words = wordList(claims, settings.claims.scope);
  if (words !== null) return grantedScopes(words, settings.issuer, log);
  const firstParty =
    client === null
      ? settings.firstPartyClients.includes(name)
      : client.firstParty && client.scopes === 'optional';
  return firstParty && !isSystem ? null : NO_SCOPES;
}

/** One that is not ours is none: without it there is no relationship, which only denies. */
function fhirUserOf(
  { issuer: { settings }, claims }: VerifiedToken,
  entry: DirectoryEntry | null,
  log: LogEvent,
): string | null {
  const value = settings.claimsWin.includes('fhirUser')
    ? oneText(claims, settings.claims.fhirUser, Text)
    : (entry?.fhirUser ?? null);
  if (value === null) return null;
  const reference = fhirUserReference(value, settings.fhirBases);
  if (reference === null) log('foreign_fhir_user_dropped', { issuer: settings.issuer });
  return reference;
}
