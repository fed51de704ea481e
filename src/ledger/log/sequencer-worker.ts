import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createFindingGate, runSequencer } from './run-sequencer.ts';
import type { FromSequencer, SequencerAssembly } from './sequencer-messages.ts';

/** The sequencer's thread: hashing and waiting for disks happens here, and requests do not feel it. */
const Given = z.object({ assembly: z.url(), settings: z.unknown(), interval: z.number().positive() });
const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('recorded'), id: z.number(), done: z.boolean() }),
]);

const { assembly, settings, interval } = Given.parse(workerData);
const stop = new AbortController();
const asked = new Map<number, (done: boolean) => void>();
let questions = 0;
const now = () => performance.now();

function say(message: FromSequencer): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (given: unknown) => {
  const message = Message.parse(given);
  if (message.kind === 'stop') stop.abort();
  else {
    asked.get(message.id)?.(message.done);
    asked.delete(message.id);
  }
});

function isAssembly(module: unknown): module is SequencerAssembly {
  return typeof module === 'object' && module !== null && 'assembleSequencer' in module;
}

const module: unknown = await import(assembly);
if (!isAssembly(module)) throw new Error('the module assembles no sequencer');
const { sequencer, lease, close } = await module.assembleSequencer(settings, {
  report: createFindingGate((finding) => say({ kind: 'finding', finding }), now),
  recordLost: (silent) =>
    new Promise((resolve, reject) => {
      questions += 1;
      asked.set(questions, (done) => (done ? resolve() : reject(new Error('not recorded'))));
      say({ kind: 'lost', id: questions, silent });
    }),
});
try {
  await runSequencer({
    sequencer,
    lease,
    interval,
    now,
    signal: stop.signal,
    progress: (outcome, milliseconds) => say({ kind: 'progress', outcome, milliseconds }),
  });
} finally {
  await close();
  parentPort?.close();
}
