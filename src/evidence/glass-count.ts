import { isLedgerName } from '../ledger/ledger-names.ts';
import type { OperationRecord } from '../ledger/operation-record.ts';
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
  /** RFC 3339: when it was first reviewed; `null`: not up to the end of the period. */
  readonly reviewed: string | null;
  /** True: the ledger bears pseudonyms, and does not say which review is of which glass. */
  readonly unlinked: boolean;
}

type Opening = Omit<OpenedGlass, 'fields' | 'reviewed' | 'unlinked'>;

/** Which glasses were opened, what was read through them, and which were reviewed. */
export class GlassCount {
  readonly #opened = new Map<string, Opening>();
  readonly #fields = new Map<string, number>();
  readonly #reviewed = new Map<string, string>();

  observe(record: OperationRecord): void {
    if (record.kind === 'operation') this.#read(record);
    if (record.kind !== 'privileged') return;
    const { id, time, actor, roles, subjects } = record;
    const act = actOf(record);
    const groups = subjects.flatMap((subject) => subject.groups);
    if (act === 'Mutation.reviewBreakGlass') {
      for (const glass of groups.flatMap(({ resources }) => resources)) {
        if (!this.#reviewed.has(glass)) this.#reviewed.set(glass, time);
      }
    }
    if (act !== 'Mutation.breakGlass') return;
    for (const { breakGlass: glass } of groups) {
      // Whoever asks again while it is open gets the same one.
      if (glass !== null && !this.#opened.has(glass))
        this.#opened.set(glass, { glass, opened: time, record: id, actor, roles });
    }
  }

  /** As they were opened. */
  glasses(): readonly OpenedGlass[] {
    return [...this.#opened.values()].map((opening) => ({
      ...opening,
      fields: this.#fields.get(opening.glass) ?? 0,
      reviewed: this.#reviewed.get(opening.glass) ?? null,
      unlinked: isLedgerName(opening.glass),
    }));
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
