import type { OperationRecord } from '../ledger/operation-record.ts';
import { GLASS_ACTS, type UnreviewedGlass } from '../ledger/uses/glass-watch.ts';
import { actOf } from './act-count.ts';

/** A glass that was opened in the period. Whom it was opened for stands in the ledger and not here. */
export interface OpenedGlass {
  readonly glass: string;
  readonly opened: string;
  /** Id of the ledger's record of the opening. */
  readonly record: string;
  readonly actor: string | null;
  readonly roles: readonly string[];
  /** PHI fields that were read through it in the period. */
  readonly fields: number;
  /** No review of it is on record up to the end of the period. */
  readonly awaiting: boolean;
  /** RFC 3339: when it was first reviewed; `null`: it was not, or pseudonyms do not say which review is its own. */
  readonly reviewed: string | null;
}

type Opening = Pick<OpenedGlass, 'glass' | 'opened' | 'record' | 'actor' | 'roles'>;

/** Which glasses were opened, what was read through them, and when they were reviewed. */
export class GlassCount {
  /** By request and patient. */
  readonly #openings = new Map<string, Opening>();
  readonly #fields = new Map<string, number>();
  readonly #reviewed = new Map<string, string>();

  observe(record: OperationRecord): void {
    if (record.kind === 'operation') this.#read(record);
    if (record.kind !== 'privileged') return;
    const { id, time, actor, roles, request, subjects } = record;
    const act = actOf(record);
    for (const { subject, groups } of subjects) {
      for (const { resources, breakGlass: glass } of groups) {
        if (act === GLASS_ACTS.review) for (const one of resources) this.#review(one, time);
        // Of two that one request names the first was not opened: another was open by then.
        if (act === GLASS_ACTS.open && glass !== null)
          this.#openings.set(`${request} ${subject}`, { glass, opened: time, record: id, actor, roles });
      }
    }
  }

  /** As they were opened. @param unreviewed what the ledger has no review of. */
  glasses(unreviewed: readonly Pick<UnreviewedGlass, 'glass'>[]): readonly OpenedGlass[] {
    const waiting = new Set(unreviewed.map(({ glass }) => glass));
    const opened = new Map<string, Opening>();
    // Whoever asks again while it is open gets the same one.
    for (const opening of this.#openings.values())
      if (!opened.has(opening.glass)) opened.set(opening.glass, opening);
    return [...opened.values()].map((opening) => ({
      ...opening,
      fields: this.#fields.get(opening.glass) ?? 0,
      awaiting: waiting.has(opening.glass),
      reviewed: this.#reviewed.get(opening.glass) ?? null,
    }));
  }

  #review(glass: string, time: string): void {
    if (!this.#reviewed.has(glass)) this.#reviewed.set(glass, time);
  }

  #read({ subjects, shapes }: OperationRecord): void {
    for (const { shape, resources, breakGlass } of subjects.flatMap(({ groups }) => groups)) {
      if (breakGlass === null) continue;
      const through = shapes[shape]?.fields.filter(([, , decision, , reason]) => {
        return decision !== 'DENY' && reason === 'BREAK_GLASS';
      });
      const fields = (through?.length ?? 0) * resources.length;
      this.#fields.set(breakGlass, (this.#fields.get(breakGlass) ?? 0) + fields);
    }
  }
}
