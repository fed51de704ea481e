import { ForbiddenError, PhieldError, UnauthenticatedError, UpstreamUnavailableError } from '../errors.ts';
import { defaultPurpose } from './choose-purpose.ts';
import { oneText, textList, wordList } from './claims.ts';
import type { Clients, Directory, DirectoryEntry } from './directory.ts';
import { fhirUserReference } from './fhir-user.ts';
import type { Identity } from './identity.ts';
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

export interface IdentitySources {
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
 * token cannot fill what the directory leaves out. What limits the actor (patient, scope) is the token's.
 * @throws UnauthenticatedError for a tenant that is missing, unknown or not the issuer's, and for a claim
 * that cannot be read.
 * @throws ForbiddenError when no known role or no known purpose is left.
 * @throws UpstreamUnavailableError when the directory cannot answer.
 */
export async function resolveIdentity(token: VerifiedToken, sources: IdentitySources): Promise<Identity> {
  const entry = await directoryEntry(token, sources);
  const tenant = tenantOf(token, entry);
  const tenantRoles = sources.tenantRoles(tenant);
  if (tenantRoles === null) throw new UnauthenticatedError('tenant not known');
  const purposes = await purposesOf(token, entry, sources);
  const { claims } = token;
  const { settings } = token.issuer;
  return Object.freeze({
    issuer: settings.issuer,
    id: token.subject,
    tenant,
    roles: rolesOf(token, entry, tenantRoles, sources.log),
    client: token.client,
    purposes,
    defaultPurpose: defaultPurpose(purposes),
    scopes: frozen(wordList(claims, settings.claims.scope)),
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
  return roles;
}

/** Purposes that are named but unknown do not fall back to the client's: what was meant was narrower. */
async function purposesOf(
  token: VerifiedToken,
  entry: DirectoryEntry | null,
  { clients, knownPurposes }: IdentitySources,
): Promise<readonly string[]> {
  const { settings } = token.issuer;
  const named = settings.claimsWin.includes('purposes')
    ? purposeClaim(token.claims, settings.claims.purposes)
    : (entry?.purposes ?? null);
  const purposes = named ?? (await clientPurpose(token, clients));
  const known = [...new Set(purposes)].filter((purpose) => knownPurposes.has(purpose));
  if (known.length === 0) throw new ForbiddenError('no known purpose');
  return Object.freeze(known);
}

async function clientPurpose(token: VerifiedToken, clients: Clients): Promise<readonly string[]> {
  const { issuer, clientPurposes } = token.issuer.settings;
  const configured = Object.hasOwn(clientPurposes, token.client) ? clientPurposes[token.client] : undefined;
  if (configured !== undefined) return [configured];
  const stored =
    (await answerOf(clients.find(issuer, token.client), 'client register'))?.defaultPurpose ?? null;
  return stored !== null && defaultPurpose([stored]) !== null ? [stored] : [];
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

function frozen(list: readonly string[] | null): readonly string[] | null {
  return list && Object.freeze([...list]);
}
