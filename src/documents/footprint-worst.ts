/** The most that one run, or a part of it, can be given. */
export interface Worst {
  readonly patients: number;
  readonly rows: number;
}

export const NOTHING: Worst = Object.freeze({ patients: 0, rows: 0 });

/** One after the other. */
export function sumOf(parts: readonly Worst[]): Worst {
  return parts.reduce(
    (all, { patients, rows }) => ({
      patients: bounded(all.patients + patients),
      rows: bounded(all.rows + rows),
    }),
    NOTHING,
  );
}

/** One of them, whichever is worse. */
export function mostOf(parts: readonly Worst[]): Worst {
  return parts.reduce(
    (most, { patients, rows }) => ({
      patients: Math.max(most.patients, patients),
      rows: Math.max(most.rows, rows),
    }),
    NOTHING,
  );
}

export function timesOf(count: number, { patients, rows }: Worst): Worst {
  return { patients: bounded(count * patients), rows: bounded(count * rows) };
}

/** Lists within lists outgrow what numbers count exactly. */
function bounded(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}
