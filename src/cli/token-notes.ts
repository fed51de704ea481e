import { OUTSIDE_STAFF } from '../access/relationships.ts';
import { DEVELOPMENT_CLIENTS, DEVELOPMENT_SYSTEMS } from '../identity/development-issuer.ts';
import type { TokenContent } from '../identity/mint-token.ts';
import { parseScope } from '../identity/parse-scope.ts';
import { ROLE_PURPOSES } from '../identity/role-purposes.ts';

/** What a gateway will make of a token, where that may surprise who asked for it. */
export function tokenNotes({ roles, client, scope, multiFactor, purposes }: TokenContent): readonly string[] {
  const isSystem = roles.includes('SYSTEM');
  const notes = roles
    .filter((role) => !Object.hasOwn(ROLE_PURPOSES, role))
    .map((role) => `${role} counts only where the tenant derives it`);
  const weak = roles.filter((role) => !OUTSIDE_STAFF.includes(role));
  if (weak.length > 0 && !multiFactor) notes.push(`${weak.join(', ')} reads no patient without --mfa`);
  if (scope === null && (isSystem || !DEVELOPMENT_CLIENTS.includes(client))) {
    notes.push(`${isSystem ? 'a system' : client} reaches nothing without --scope`);
  }
  if (scope !== null && !scope.split(/\s+/).some((word) => parseScope(word) !== null)) {
    notes.push('--scope holds no resource scope that can be read, so the token reaches nothing');
  }
  if (isSystem) notes.push(...systemNotes(roles, client, purposes));
  return notes;
}

function systemNotes(
  roles: readonly string[],
  client: string,
  purposes: readonly string[],
): readonly string[] {
  if (roles.length > 1) return ['SYSTEM beside another role is refused'];
  const purpose = Object.hasOwn(DEVELOPMENT_SYSTEMS, client) ? DEVELOPMENT_SYSTEMS[client] : undefined;
  if (purpose === undefined) {
    return [`as a system, ${client} has no purpose: --client ${Object.keys(DEVELOPMENT_SYSTEMS).join(', ')}`];
  }
  return purposes.length === 0 || purposes.includes(purpose) ? [] : [`${client} is for ${purpose} alone`];
}
