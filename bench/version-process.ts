import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { VersionOrder } from './measure-version.ts';
import type { VersionMeasure } from './open-version.ts';
import type { VersionWorkload } from './version-workloads.ts';

const Ready = z.object({ ready: z.literal(true) });
const Measured = z.object({ microseconds: z.number() });
const Answered = z.object({ answer: z.string() });

/** One version in a process of its own, seen from the outside. */
export class VersionProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @param root of the version's files. */
  static async start(root: string, governed: boolean): Promise<VersionProcess> {
    const file = join(import.meta.dirname, 'measure-version.ts');
    const child = fork(file, [root, governed ? 'governed' : 'plain'], {
      execArgv: ['--no-warnings'],
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const version = new VersionProcess(child);
    Ready.parse(await version.#next());
    return version;
  }

  /** Processor time of one operation in microseconds, garbage collection included. */
  async measure(workload: VersionWorkload, measure: VersionMeasure, operations: number): Promise<number> {
    const { microseconds } = Measured.parse(await this.#order(workload, measure, operations));
    return microseconds / operations;
  }

  /** Hash of the answer's data. */
  async answer(workload: VersionWorkload, measure: VersionMeasure): Promise<string> {
    return Answered.parse(await this.#order(workload, measure, 0)).answer;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }

  #order({ name }: VersionWorkload, measure: VersionMeasure, operations: number): Promise<unknown> {
    const answer = this.#next();
    this.#child.send({ workload: name, measure, operations } satisfies VersionOrder);
    return answer;
  }

  /** @throws when the process ends instead. */
  async #next(): Promise<unknown> {
    const settled = new AbortController();
    const { signal } = settled;
    try {
      return await Promise.race([
        once(this.#child, 'message', { signal }).then(([message]) => message),
        once(this.#child, 'exit', { signal }).then(([code]) => {
          throw new Error(`a version ended with code ${code}`);
        }),
      ]);
    } finally {
      settled.abort();
    }
  }
}
