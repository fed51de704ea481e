import type { Reacher } from './access/role-reach.ts';
import type { RootRules } from './guard-roots.ts';

/** Whether actors of these roles may use a root field, under any of the purposes, with a sign-in that lacks nothing. */
export function roleMayUse(
  rules: RootRules,
  { roles, purposes, narrow, grantsRole }: Reacher,
): (coordinate: string) => boolean {
  return (coordinate) =>
    purposes.some((purpose) => {
      const accessClass = {
        ...{ tenant: '', policyVersion: '', roles, purpose, narrow, grantsRole },
        reaches: () => true,
        isAssured: () => true,
      };
      return rules[coordinate]?.({ actor: { roles, purpose }, access: { vector: { accessClass } } }) ?? true;
    });
}
