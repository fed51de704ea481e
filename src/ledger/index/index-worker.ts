import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { isDamage } from './index-damaged-error.ts';
import type { IndexAnswer, IndexCall, IndexMessage, IndexQuestion } from './index-messages.ts';
import { LedgerIndex } from './ledger-index.ts';

/** The thread that has the index open: SQLite blocks whoever asks it, and requests MUST NOT wait for that. */
const { path } = z.object({ path: z.string() }).parse(workerData);
const say = (message: IndexMessage) => parentPort?.postMessage(message);
const index = new LedgerIndex(path, (why) => say({ kind: 'rebuilt', why }));

parentPort?.on('message', ({ id, question }: IndexCall) => {
  try {
    say({ kind: 'answer', id, answer: answer(question) });
  } catch (error) {
    say({ kind: 'failed', id, damaged: isDamage(error), code: codeOf(error) });
  }
});

function answer(question: IndexQuestion): IndexAnswer {
  const { ask } = question;
  switch (ask) {
    case 'state':
      return { ask, state: index.state() };
    case 'absorb':
      return { ask, position: index.absorb(question.chunk) };
    case 'expectLast':
      index.expectLast(question.entry);
      return { ask };
    case 'page':
      return { ask, page: index.page(question.filter, question.first, question.after) };
    case 'readings':
      return { ask, page: index.readings(question.filter, question.first, question.after) };
    case 'activity':
      return { ask, activity: index.activity(question.tenant, question.by, question.from, question.to) };
    case 'usage':
      return { ask, usage: index.usage(question.tenant, question.from, question.mix) };
  }
}

/** A name, never a message: SQLite's may quote what is stored. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'errcode' in error && typeof error.errcode === 'number' ? `sqlite-${error.errcode}` : error.name;
}
