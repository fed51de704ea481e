import type { Place } from '../access/access-model.ts';
import type { AccessChange } from './access-change.ts';
import type { Waiver, WaiverFinding } from './read-waivers.ts';

export interface AppliedWaivers {
  /** Where the waiver stands that covers a change; `null`: none does, or it needs none. */
  readonly of: (change: AccessChange) => Place | null;
  /** Waivers that are not taken, and that alone is a finding: nobody should trust a file that holds such. */
  readonly refused: readonly WaiverFinding[];
}

export interface WaiverTerms {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Who made the changes; `null`: not known. */
  readonly author: string | null;
  /** Each purpose with what it is-a, on the newer side. */
  readonly ancestors: Readonly<Record<string, readonly string[]>>;
}

/**
 * A waiver covers a change only if it names each of its roles, purposes, relationships, labels and what it becomes. One
 * that has run out, that its author approved, or that names no change of these, covers nothing.
 */
export function applyWaivers(
  changes: readonly AccessChange[],
  waivers: readonly Waiver[],
  terms: WaiverTerms,
): AppliedWaivers {
  const failing = changes.filter(({ fails }) => fails);
  const refused: WaiverFinding[] = [];
  const valid: Waiver[] = [];
  for (const waiver of waivers) {
    const message = wrongWith(waiver, failing, terms);
    if (message === null) valid.push(waiver);
    else refused.push({ place: waiver.place, message });
  }
  const covering = new Map<AccessChange, Place>();
  for (const change of failing) {
    const waiver = valid.find((one) => covers(one, change, terms));
    if (waiver !== undefined) covering.set(change, waiver.place);
  }
  return Object.freeze({ of: (change: AccessChange) => covering.get(change) ?? null, refused });
}

function wrongWith(waiver: Waiver, changes: readonly AccessChange[], terms: WaiverTerms): string | null {
  const { expires, approver } = waiver;
  // It holds to the last moment of its day, in UTC.
  if (terms.now >= Date.parse(`${expires}T00:00:00Z`) + 86_400_000) return `expired on ${expires}`;
  if (terms.author !== null && isSamePerson(approver, terms.author)) {
    return `approved by ${approver}, who made the change: somebody else has to`;
  }
  if (!changes.some((change) => covers(waiver, change, terms))) return 'names no change of this comparison';
  return null;
}

function covers(waiver: Waiver, change: AccessChange, { ancestors }: WaiverTerms): boolean {
  const names = (list: readonly string[], name: string) => list.includes(name);
  return (
    waiver.change === change.kind &&
    waiver.to === change.to &&
    waiver.revealed === change.revealed &&
    names(waiver.tenants, change.tenant ?? 'declared') &&
    names(waiver.coordinates, change.coordinate) &&
    names(waiver.categories, change.category) &&
    names(waiver.roles, change.role) &&
    // A grant's purpose means its kinds, too, and so does a waiver's.
    change.purposes.every((purpose) =>
      [purpose, ...(ancestors[purpose] ?? [])].some((one) => waiver.purposes.includes(one)),
    ) &&
    change.relationships.every((tie) => waiver.relationships.includes(tie)) &&
    change.opens.every((label) => waiver.opens.includes(label))
  );
}

/** `Ada <ada@example.org>`, `ada@example.org` and `@ada` are compared by the address, or the name, without case. */
function isSamePerson(one: string, other: string): boolean {
  return personOf(one) === personOf(other);
}

function personOf(name: string): string {
  const address = /<([^<>]+)>/.exec(name)?.[1] ?? name;
  return address.trim().replace(/^@/, '').normalize('NFKC').toLowerCase();
}
