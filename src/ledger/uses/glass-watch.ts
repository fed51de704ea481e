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

/** Tells from records, oldest first, which glasses nobody has reviewed. */
export class GlassWatch {
  /** By request and patient. */
  readonly #openings = new Map<string, Opening>();
  readonly #reviewed = new Set<string>();
  /** Reviews of glasses under pseudonyms, by patient. */
  readonly #ofPatient = new Map<string, Set<string>>();

  observe({ kind, time, actor, request, shapes, subjects }: OperationRecord): void {
    const opened = Date.parse(time);
    if (kind !== 'privileged' || Number.isNaN(opened)) return;
    for (const { subject, groups } of subjects) {
      if (subject === null) continue;
      for (const { shape, resources, breakGlass } of groups) {
        const act = shapes[shape]?.fields[0]?.[0];
        // Of two that one request names the first was not opened: another was open by then.
        if (act === GLASS_ACTS.open && breakGlass !== null) {
          this.#openings.set(`${request} ${subject}`, { glass: breakGlass, opened, actor, subject });
        }
        if (act === GLASS_ACTS.review) for (const id of resources) this.#review(subject, id);
      }
    }
  }

  /**
   * The oldest first, each once, as it was first named. Under pseudonyms a glass and its review are called differently:
   * there as many of a patient's glasses as were reviewed are taken for the oldest.
   */
  unreviewed(): readonly UnreviewedGlass[] {
    const glasses = new Map<string, Opening>();
    for (const opening of [...this.#openings.values()].toSorted((a, b) => a.opened - b.opened)) {
      if (!glasses.has(opening.glass)) glasses.set(opening.glass, opening);
    }
    const left = new Map([...this.#ofPatient].map(([subject, reviews]) => [subject, reviews.size]));
    return [...glasses.values()].flatMap(({ subject, ...glass }) => {
      if (this.#reviewed.has(glass.glass)) return [];
      const reviews = left.get(subject) ?? 0;
      if (!isLedgerName(glass.glass) || reviews === 0) return [glass];
      left.set(subject, reviews - 1);
      return [];
    });
  }

  #review(subject: string, id: string): void {
    if (!isLedgerName(id)) {
      this.#reviewed.add(id);
      return;
    }
    const reviews = this.#ofPatient.get(subject) ?? new Set();
    this.#ofPatient.set(subject, reviews.add(id));
  }
}
