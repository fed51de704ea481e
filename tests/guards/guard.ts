/**
 * One guard of the source and what happens without it. `find` MUST stand exactly once in `file`; with
 * `replace` in its place the guard is gone and the code still runs.
 */
export interface Guard {
  /** `<area>.<name>`. */
  readonly guard: string;
  /** What it keeps: a promise of the README, or the rule in a few words. */
  readonly promise: string;
  /** Path from the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /**
   * The test that turns red: its file, and its full name or a part of it. MUST pass with the guard in place.
   */
  readonly tests: readonly [file: string, name: string];
}

/** The source without the guard. @throws StaleGuardError when `find` does not stand exactly once. */
export function withoutGuard({ guard, file, find, replace }: Guard, source: string): string {
  const places = source.split(find).length - 1;
  if (places !== 1) throw new StaleGuardError(`${guard}: found ${places} times in ${file}, expected once`);
  if (find === replace) throw new StaleGuardError(`${guard}: takes nothing away`);
  return source.split(find).join(replace);
}

/** The list no longer fits the source. */
export class StaleGuardError extends Error {}
