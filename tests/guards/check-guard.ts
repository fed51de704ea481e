import { type Guard, StaleGuardError, withoutGuard } from './guard.ts';
import { runTests, type TestOutcome } from './run-tests.ts';
import type { ScratchCopy } from './scratch-copy.ts';

/**
 * `red`: the named test fails without the guard. `GREEN`: it passes, so nothing holds the guard. `STALE`: the
 * list does not fit the source. `NO TEST`: with the guard in place the named test is missing or fails.
 * `NO RUN`: without the guard the test did not run to an end, so its failure says nothing.
 */
export type Verdict = 'red' | 'GREEN' | 'STALE' | 'NO TEST' | 'NO RUN';

export interface Checked {
  readonly guard: Guard;
  readonly verdict: Verdict;
  /** The test that failed, by its full name; else what is wrong. */
  readonly detail: string;
}

/** Outcomes of the named tests while every guard is in place. */
export async function testsInPlace(copy: ScratchCopy, guards: readonly Guard[]) {
  return runTests(copy.root, [...new Set(guards.map(({ tests: [file] }) => file))], null);
}

export async function checkGuard(
  copy: ScratchCopy,
  guard: Guard,
  inPlace: readonly TestOutcome[],
): Promise<Checked> {
  const [file, name] = guard.tests;
  const isNamed = (test: TestOutcome) => test.file === file && test.name.includes(name);
  const before = inPlace.filter(isNamed);
  if (before.length === 0) return { guard, verdict: 'NO TEST', detail: 'no such test' };
  const failing = before.find((test) => !test.passed);
  if (failing) return { guard, verdict: 'NO TEST', detail: `fails anyway: ${failing.name}` };
  try {
    const after = await copy.withChange(
      guard.file,
      (source) => withoutGuard(guard, source),
      () => runTests(copy.root, [file], name),
    );
    const named = after.filter(isNamed);
    const red = named.find((test) => !test.passed);
    if (red) return { guard, verdict: 'red', detail: red.name };
    return named.length < before.length
      ? { guard, verdict: 'NO RUN', detail: 'the test did not run without the guard' }
      : { guard, verdict: 'GREEN', detail: 'no test noticed' };
  } catch (error) {
    if (!(error instanceof StaleGuardError)) throw error;
    return { guard, verdict: 'STALE', detail: error.message };
  }
}
