import type { AccessModel, Relationship } from '../access/access-model.ts';
import { RELATIONSHIPS } from '../access/access-model.ts';
import { UNKNOWN_LABEL } from '../access/sensitivity.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import type { DeclaredExplanation, Supposed } from './explain-declared.ts';
import { explainDeclared } from './explain-declared.ts';
import { coordinatesOf } from './select-coordinates.ts';

/** What an event of the ledger says of its decision. */
export interface DecidedEvent {
  readonly roles: readonly string[];
  readonly purpose: string | null;
  readonly coordinate: string | null;
  /** Joined with `+`; `null` for a list whose rows bear their own. */
  readonly category: string | null;
  readonly decision: string;
  readonly mask: string | null;
  readonly reason: string;
  readonly grant: string | null;
}

export interface EventExplanation {
  readonly explanation: DeclaredExplanation;
  /** Whether what is declared gives what is on record. */
  readonly agrees: boolean;
  /** What the ledger does not hold, and is supposed so that the outcome is the recorded one. */
  readonly supposed: Pick<Supposed, 'relationships' | 'scopes' | 'multiFactor' | 'consented' | 'glass'> & {
    readonly revealed: boolean;
  };
}

/**
 * Why an event was decided so, by the schema and overlay given. Relationship, scopes, consent and labels at the time
 * are not in an event: its reason tells which step ended the decision, and every step before it left something.
 *
 * @returns `null` where no PHI field was decided: a refusal, a privileged act, a row withheld as such.
 */
export function explainEvent(
  model: AccessModel,
  overlay: TenantOverlay | null,
  event: DecidedEvent,
): EventExplanation | null {
  const { coordinate, purpose } = event;
  if (coordinate === null || purpose === null) return null;
  const tried = supposedFor(model, event, coordinate, purpose).flatMap((supposed) => {
    const explanation = explainDeclared(model, overlay, coordinate, supposed);
    return explanation === null ? [] : [{ explanation, supposed, agrees: agreesWith(explanation, event) }];
  });
  const told = tried.find(({ agrees }) => agrees) ?? tried[0];
  if (told === undefined) return null;
  const { relationships, scopes, multiFactor, consented, glass, revealed } = told.supposed;
  return { ...told, supposed: { relationships, scopes, multiFactor, consented, glass, revealed } };
}

/** Everything a scope can reach, for people and machines. */
const EVERY_SCOPE: readonly string[] = Object.freeze(['user/*.cruds', 'system/*.cruds']);
const NOBODY: readonly Relationship[] = Object.freeze([]);

/** What may have been, the likeliest first. */
function supposedFor(
  model: AccessModel,
  { roles, category, reason, grant }: DecidedEvent,
  coordinate: string,
  purpose: string,
): readonly Supposed[] {
  const declared = coordinatesOf(model)
    .filter((one) => one.coordinate === coordinate)
    .flatMap(({ grants }) => Object.values(grants).flat());
  const granted = declared.find(({ id }) => id === grant)?.relationships ?? RELATIONSHIPS;
  const untied = reason === 'RELATIONSHIP' || reason === 'BREAK_GLASS';
  // Consent does not bind the patient's own access.
  const others = reason === 'CONSENT' ? granted.filter((one) => one !== 'SELF') : granted;
  const ties: readonly (readonly Relationship[])[] = untied
    ? [NOBODY]
    : [others, ...others.map((one) => [one])];
  const base = {
    ...{ roles, purpose, launched: false, glass: reason === 'BREAK_GLASS' },
    scopes: reason === 'SCOPE' ? [] : EVERY_SCOPE,
    multiFactor: reason !== 'ASSURANCE',
    consented: reason !== 'CONSENT',
    labels: reason === 'LABEL' ? [UNKNOWN_LABEL] : [],
    categories: category === null ? null : category.split('+'),
  };
  return [false, true].flatMap((revealed) =>
    ties.map((relationships) => ({ ...base, relationships, revealed })),
  );
}

/** A list of rows, or a search for them, is on record once, whichever of its rows' categories opened it. */
function agreesWith({ rows }: DeclaredExplanation, event: DecidedEvent): boolean {
  // A filter of rows none of which is there for the actor has nothing to be decided by.
  if (event.decision === 'DENY' && event.reason === 'ERROR' && event.category === null) {
    return rows.every(({ decision: { decision } }) => decision === 'DENY');
  }
  return rows.some(({ decision: { decision, mask, reason, grant } }) =>
    [
      decision === event.decision,
      event.mask === null || mask === event.mask,
      reason === event.reason,
      grant === event.grant,
    ].every(Boolean),
  );
}
