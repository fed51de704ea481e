import type { AccessModel } from '../access/access-model.ts';
import type { AccessClass } from '../access/decide.ts';

const OFFICER = 'PRIVACY_OFFICER';
/** What a privacy officer's grants are for everywhere else. */
const OPERATIONS = 'HOPERAT';

type Class = Pick<AccessClass, 'roles' | 'purpose' | 'isAssured' | 'reaches'>;

/**
 * Whether the documents of every client are the caller's to read, or to review: a privacy officer, signed in as
 * strongly as the role demands, with scopes that reach documents, for operations or what is-a.
 */
export function reviewsDocuments(
  { roles, purpose, isAssured, reaches }: Class,
  { purposeAncestors }: Pick<AccessModel, 'purposeAncestors'>,
  act: 'r' | 'u',
): boolean {
  return (
    roles.includes(OFFICER) &&
    isAssured(OFFICER) &&
    (purposeAncestors[purpose] ?? []).includes(OPERATIONS) &&
    reaches(OFFICER, 'RegisteredDocument', act, null)
  );
}

/**
 * Whether the caller speaks for its client, and not for one of its users: by the client's own credentials, or as
 * somebody who administers. Anybody else could take ids that the client's next version needs.
 */
export function speaksForClient({ roles, isAssured }: Pick<Class, 'roles' | 'isAssured'>): boolean {
  return roles.includes('SYSTEM') || (roles.includes('SYSTEM_ADMIN') && isAssured('SYSTEM_ADMIN'));
}
