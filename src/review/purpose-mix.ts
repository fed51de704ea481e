import type { AccessModel } from '../access/access-model.ts';
import type { PurposeMix } from '../access/oversight-block.ts';
import type { PersonalUse } from '../ledger/uses/mix-count.ts';

/** One person in one role, whose reading for a purpose is more of it than the tenant's file lets the role have. */
export interface PurposeUse {
  readonly actor: string;
  readonly role: string;
  readonly purpose: string;
  /** Fields given to the actor for the purpose. */
  readonly given: number;
  /** That, of all that was given to the actor in the role. */
  readonly share: number;
  readonly allowed: number;
  /** The same share of all who have the role. */
  readonly usual: number;
}

/** Of a handful of fields any share is chance; where nothing is allowed one is enough. */
const LEAST = 20;

/**
 * Who read outside the declared purpose mix, the furthest first. A role stands for those derived from it too, a purpose
 * for those that are one, as everywhere in a tenant's file.
 */
export function outsideMix(
  uses: readonly PersonalUse[],
  declared: PurposeMix,
  { purposeAncestors }: Pick<AccessModel, 'purposeAncestors'>,
  baseOf: (role: string) => string,
): readonly PurposeUse[] {
  const found = Object.entries(declared).flatMap(([role, shares]) => {
    const ofRole = uses.filter(({ roles }) => roles.some((own) => own === role || baseOf(own) === role));
    const byActor = [...Map.groupBy(ofRole, ({ actor }) => actor)];
    return Object.entries(shares).flatMap(([purpose, allowed]) => {
      const isFor = (use: PersonalUse) =>
        use.purpose !== null && (purposeAncestors[use.purpose] ?? [use.purpose]).includes(purpose);
      const usual = shareOf(ofRole, isFor);
      return byActor.flatMap(([actor, own]) => {
        const given = sum(own.filter(isFor));
        const share = shareOf(own, isFor);
        const isOutside = share > allowed && (allowed === 0 || given >= LEAST);
        return isOutside ? [{ actor, role, purpose, given, share, allowed, usual }] : [];
      });
    });
  });
  return found.toSorted((a, b) => b.share - b.allowed - (a.share - a.allowed));
}

function shareOf(uses: readonly PersonalUse[], isMeant: (use: PersonalUse) => boolean): number {
  const all = sum(uses);
  return all === 0 ? 0 : sum(uses.filter(isMeant)) / all;
}

function sum(uses: readonly PersonalUse[]): number {
  return uses.reduce((total, { given }) => total + given, 0);
}
