import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { FollowAnswer, FollowCall } from './follow-messages.ts';
import { LogFollower } from './log-follower.ts';

/** The thread that follows the log: looking at records takes time that requests MUST NOT wait for. */
const given = z.object({ index: z.string(), state: z.string() }).parse(workerData);
const follower = new LogFollower(given);

parentPort?.on('message', (call: FollowCall) => parentPort?.postMessage(answer(call)));

function answer(call: FollowCall): FollowAnswer {
  try {
    if (call.ask === 'advance') return { kind: 'advanced', advance: follower.advance(call.tenants) };
    follower.save();
    return { kind: 'saved' };
  } catch (error) {
    // A name, never a message: it may quote what is stored.
    return { kind: 'failed', code: error instanceof Error ? error.name : 'unknown' };
  }
}
