import type { PublicReason } from './decide.ts';

type Path = { readonly prev: Path | undefined; readonly key: string | number };

/** One denied coordinate of an operation: how often it was met, and where first. */
export interface Denial {
  readonly coordinate: string;
  readonly reason: PublicReason;
  readonly count: number;
  readonly path: readonly (string | number)[];
}

/** Denials of one operation: one per coordinate and reason, not one per row (design §4). */
export class DenialList {
  readonly #byKey = new Map<
    string,
    { coordinate: string; reason: PublicReason; count: number; path: Path }
  >();

  add(coordinate: string, reason: PublicReason, path: Path): void {
    const key = `${coordinate} ${reason}`;
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, { coordinate, reason, count: 1, path });
    else known.count += 1;
  }

  /** In the order of their first occurrence in the answer. */
  list(): readonly Denial[] {
    return [...this.#byKey.values()].map((entry) =>
      Object.freeze({ ...entry, path: Object.freeze(asArray(entry.path)) }),
    );
  }
}

function asArray(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.push(at.key);
  return keys.reverse();
}
