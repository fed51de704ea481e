import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { ContestantName } from './contestants.ts';
import type { Order } from './server.ts';

const Ready = z.object({ kind: z.literal('ready'), port: z.number(), authorization: z.string() });
const Cpu = z.object({ kind: z.literal('cpu'), microseconds: z.number(), rss: z.number() });
const Done = z.object({ kind: z.literal('done') });

/** A contestant's process, seen from the outside. */
export class ServerProcess {
  readonly name: ContestantName;
  readonly url: string;
  readonly authorization: string;
  readonly #child: ChildProcess;

  private constructor(name: ContestantName, child: ChildProcess, ready: z.output<typeof Ready>) {
    this.name = name;
    this.url = `http://127.0.0.1:${ready.port}/graphql`;
    this.authorization = ready.authorization;
    this.#child = child;
  }

  static async start(name: ContestantName): Promise<ServerProcess> {
    const child = fork(join(import.meta.dirname, 'server.ts'), [name], {
      execArgv: ['--no-warnings'],
      env: { ...process.env, NODE_ENV: 'production' },
      // Each refused request is a line of the log.
      stdio: ['ignore', 'inherit', name === 'documents' || name === 'stored' ? 'ignore' : 'inherit', 'ipc'],
    });
    return new ServerProcess(name, child, Ready.parse(await nextMessage(child)));
  }

  /** Processor time of the whole process so far (its threads included), in microseconds; resident bytes. */
  async cpu(): Promise<{ readonly microseconds: number; readonly rss: number }> {
    return Cpu.parse(await this.#order({ kind: 'cpu' }));
  }

  async startProfile(): Promise<void> {
    Done.parse(await this.#order({ kind: 'profile' }));
  }

  async saveProfile(file: string): Promise<void> {
    Done.parse(await this.#order({ kind: 'save', file }));
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.send({ kind: 'stop' } satisfies Order);
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(deadline);
  }

  #order(order: Order): Promise<unknown> {
    const answer = nextMessage(this.#child);
    this.#child.send(order);
    return answer;
  }
}

/** @throws when the child ends instead. */
async function nextMessage(child: ChildProcess): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`a contestant ended with code ${code}`);
      }),
    ]);
  } finally {
    settled.abort();
  }
}
