import { isLedgerName } from '../ledger-names.ts';
import type { OperationRecord } from '../operation-record.ts';

/** Acts as the ledger has them. */
export const GLASS_ACTS = Object.freeze({ open: 'Mutation.breakGlass', review: 'Mutation.reviewBreakGlass' });

/** A glass that was opened, and of which no review is on record. */
export interface UnreviewedGlass {
  readonly glass: string;
  /** Milliseconds since the epoch. */
  readonly opened: number;
  readonly actor: string | null;
}

interface Opening extends UnreviewedGlass {
  readonly subject: string;
}

/**
 * Tells from records which glasses nobody has reviewed. It MUST be told of all there are from the beginning on: a review of
 * a glass that it does not know of would count for another.
 */
export class GlassWatch {
  /** By request and patient. */
  readonly #openings = new Map<string, Opening>();
  readonly #reviewed = new Set<string>();
  /** Reviews of glasses under pseudonyms, by patient: when each was first given. */
  readonly #ofPatient = new Map<string, Map<string, number>>();

  observe({ kind, time, actor, request, shapes, subjects }: OperationRecord): void {
    const at = Date.parse(time);
    if (kind !== 'privileged' || Number.isNaN(at)) return;
    for (const { subject, groups } of subjects) {
      if (subject === null) continue;
      for (const { shape, resources, breakGlass } of groups) {
        const act = shapes[shape]?.fields[0]?.[0];
        // Of two that one request names the first was not opened: another was open by then.
        if (act === GLASS_ACTS.open && breakGlass !== null) {
          this.#openings.set(`${request} ${subject}`, { glass: breakGlass, opened: at, actor, subject });
        }
        if (act === GLASS_ACTS.review) for (const id of resources) this.#review(subject, id, at);
      }
    }
  }

  /**
   * The oldest first, each once, as it was first named. Under pseudonyms a glass and its review are called differently:
   * there a review is taken for that of the patient's oldest glass, if that was open by then.
   */
  unreviewed(): readonly UnreviewedGlass[] {
    const glasses = new Map<string, Opening>();
    for (const opening of [...this.#openings.values()].toSorted((a, b) => a.opened - b.opened)) {
      if (!glasses.has(opening.glass)) glasses.set(opening.glass, opening);
    }
    const left = new Map(
      [...this.#ofPatient].map(([subject, reviews]) => [
        subject,
        [...reviews.values()].toSorted((a, b) => a - b),
      ]),
    );
    return [...glasses.values()].flatMap(({ subject, ...glass }) => {
      if (this.#reviewed.has(glass.glass)) return [];
      if (!isLedgerName(glass.glass)) return [glass];
      const reviews = left.get(subject) ?? [];
      // A review from before is that of none we know of, and of no later one.
      while ((reviews[0] ?? glass.opened) < glass.opened) reviews.shift();
      return reviews.shift() === undefined ? [glass] : [];
    });
  }

  #review(subject: string, id: string, at: number): void {
    if (!isLedgerName(id)) {
      this.#reviewed.add(id);
      return;
    }
    const reviews = this.#ofPatient.get(subject) ?? new Map<string, number>();
    this.#ofPatient.set(subject, reviews.set(id, Math.min(at, reviews.get(id) ?? at)));
  }
}
