import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a run of tests came to, by full name: the titles around a test and its own. */
export interface TestOutcome {
  readonly file: string;
  readonly name: string;
  readonly passed: boolean;
}

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** A run that takes longer is ended: a guard may be all that keeps code from waiting for ever. */
const LONGEST_RUN = 120_000;

/**
 * Runs test files of a copy, all tests or those whose name contains `name`. Tests that did not run, since
 * their file does not load or a hook failed, have no outcome.
 */
export async function runTests(
  root: string,
  files: readonly string[],
  name: string | null,
): Promise<readonly TestOutcome[]> {
  const report = join(root, 'guards-report.json');
  await rm(report, { force: true });
  const only = name === null ? [] : [`--testNamePattern=${patternOf(name)}`, '--testTimeout=10000'];
  const vitest = spawn(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...files,
      ...only,
      '--reporter=json',
      `--outputFile=${report}`,
    ],
    { cwd: root, stdio: 'ignore', detached: true },
  );
  const timer = setTimeout(() => endGroup(vitest.pid), name === null ? 5 * LONGEST_RUN : LONGEST_RUN);
  await once(vitest, 'exit');
  clearTimeout(timer);
  const text = await readFile(report, 'utf8').catch(() => null);
  if (text === null) return [];
  return Report.parse(JSON.parse(text)).testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status }) => ({
        file: file.name.slice(root.length + 1),
        name: fullName,
        passed: status === 'passed',
      })),
  );
}

/** The run with the workers it started. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** Reports join titles by a space, the pattern is held against titles joined otherwise. */
function patternOf(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '(?: | > )');
}
