import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { DeskAnswer, DeskJob } from '../ledger/desk/desk-jobs.ts';
import { createDeskJobs, TooLongError } from './desk-work.ts';

/** The thread in which files of the ledger are made, one job after the other. */
const Given = z.object({
  config: z.custom<Config>((given) => typeof given === 'object' && given !== null),
});

const { config } = Given.parse(workerData);
const jobs = createDeskJobs(config);
let turn: Promise<void> = Promise.resolve();

parentPort?.on('message', (job: DeskJob) => {
  turn = turn.then(async () => {
    const answer = await jobs(job).catch(failed);
    parentPort?.postMessage(answer);
  });
});

/** A name, never a message: those of others may quote what is stored. */
function failed(error: unknown): DeskAnswer {
  const name = error instanceof Error ? error.name : 'unknown';
  return { kind: 'failed', tooLong: error instanceof TooLongError, name };
}
