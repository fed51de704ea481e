import type { AccessModel, Grant } from '../access/access-model.ts';
import type { GrantUse } from '../ledger/uses/usage-count.ts';

/** A grant that gives more than was used, and what would be enough. */
export interface UnusedGrant {
  readonly grant: string;
  readonly file: string;
  readonly line: number;
  /** Roles of the grant that gave nothing. */
  readonly unusedRoles: readonly string[];
  /** Purposes of the grant under which nothing was given; none where a role gave nothing at all and all go with it. */
  readonly unusedPurposes: readonly string[];
  /** In place of the grant: schema text; `null`: it is not needed at all. */
  readonly narrower: string | null;
}

/**
 * Grants of a schema that were not used, wholly or by some role or purpose (minimum necessary, measured: 45 CFR
 * 164.502(b), 164.514(d)(2)). What has not been used may yet be needed: emergencies are rare. It is for a person to say.
 *
 * @param uses of the time that is looked back on.
 * @param baseOf the schema's role of a tenant's; its own where it is the schema's.
 */
export function unusedGrants(
  model: Pick<AccessModel, 'types' | 'purposeAncestors'>,
  uses: readonly GrantUse[],
  baseOf: (role: string) => string,
): readonly UnusedGrant[] {
  const byGrant = Map.groupBy(
    uses.filter(({ given }) => given > 0),
    ({ grant }) => grant,
  );
  return grantsOf(model).flatMap((grant) => {
    const used = byGrant.get(grant.id) ?? [];
    const roles = new Set(used.map(({ role }) => baseOf(role)));
    const purposes = new Set(used.flatMap((use) => use.purposes));
    const isUsedFor = (purpose: string) =>
      [...purposes].some((one) => (model.purposeAncestors[one] ?? [one]).includes(purpose));
    const keptRoles = grant.roles.filter((role) => roles.has(role));
    const keptPurposes = grant.purposes.filter(isUsedFor);
    if (keptRoles.length === grant.roles.length && keptPurposes.length === grant.purposes.length) return [];
    const isNeeded = keptRoles.length > 0 && keptPurposes.length > 0;
    return [
      Object.freeze({
        grant: grant.id,
        ...grant.place,
        unusedRoles: grant.roles.filter((role) => !keptRoles.includes(role)),
        unusedPurposes: grant.purposes.filter((purpose) => !keptPurposes.includes(purpose)),
        narrower: isNeeded ? directiveText({ ...grant, roles: keptRoles, purposes: keptPurposes }) : null,
      }),
    ];
  });
}

function grantsOf({ types }: Pick<AccessModel, 'types'>): readonly Grant[] {
  const grants = Object.values(types).flatMap(({ fields }) =>
    fields.flatMap((field) => Object.values(field.grants).flat()),
  );
  return [...new Map(grants.map((grant) => [grant.id, grant])).values()].toSorted(
    (a, b) => a.place.file.localeCompare(b.place.file) || a.place.line - b.place.line,
  );
}

function directiveText({ roles, purposes, relationships, mask, sensitivity, breakGlass }: Grant): string {
  const list = (names: readonly string[]) => `[${names.join(', ')}]`;
  return `@minimumNecessary(${[
    `roles: ${list(roles)}`,
    `purposes: ${list(purposes)}`,
    `relationship: ${list(relationships)}`,
    ...(mask === 'NONE' ? [] : [`mask: ${mask}`]),
    ...(sensitivity.length === 0 ? [] : [`sensitivity: ${list(sensitivity)}`]),
    ...(breakGlass ? ['breakGlass: true'] : []),
  ].join(', ')})`;
}
