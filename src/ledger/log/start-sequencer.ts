import { Worker } from 'node:worker_threads';
import type { SequencerFinding, StepOutcome } from './sequencer-finding.ts';
import type { FromSequencer, SequencerPorts, ToSequencer } from './sequencer-messages.ts';

export interface StartSequencerOptions extends SequencerPorts {
  /** Module that exports `assembleSequencer` (see `SequencerAssembly`). */
  readonly assembly: URL;
  /** Handed to it; anything that can be cloned between threads. */
  readonly settings: unknown;
  /** Milliseconds between two steps while there is news. */
  readonly interval?: number;
  readonly progress?: (outcome: StepOutcome, milliseconds: number) => void;
  /** The thread died and will be started anew; `name` of the error. */
  readonly died: (name: string) => void;
}

export interface RunningSequencer {
  /** Lets the step under way end. */
  stop(): Promise<void>;
}

const INTERVAL = 1_000;
/** Milliseconds before a thread that died is started anew. */
const AGAIN = 5_000;
/** A store that hangs must not keep the process. */
const STOP_WITHIN = 10_000;

/** Runs a sequencer in a thread of its own, anew after it died, until it is stopped. */
export function startSequencer(options: StartSequencerOptions): RunningSequencer {
  const { assembly, settings, interval = INTERVAL, report, recordLost, progress, died } = options;
  let stopping = false;
  let again: NodeJS.Timeout | null = null;
  let worker = start();

  function start(): Worker {
    const made = new Worker(new URL('./sequencer-worker.ts', import.meta.url), {
      workerData: { assembly: assembly.href, settings, interval },
      name: 'sequencer',
    });
    made.on('message', (message: FromSequencer) => heed(made, message));
    made.once('error', (error) => died(error instanceof Error ? error.name : 'failed'));
    made.once('exit', () => {
      if (stopping) return;
      again = setTimeout(() => {
        worker = start();
      }, AGAIN);
    });
    return made;
  }

  function heed(from: Worker, message: FromSequencer): void {
    if (message.kind === 'finding') report(message.finding);
    else if (message.kind === 'progress') progress?.(message.outcome, message.milliseconds);
    else {
      const { id, silent } = message;
      const tell = (done: boolean) => from.postMessage({ kind: 'recorded', id, done } satisfies ToSequencer);
      recordLost(silent).then(
        () => tell(true),
        () => tell(false),
      );
    }
  }

  return Object.freeze({
    async stop() {
      stopping = true;
      if (again !== null) clearTimeout(again);
      const ended = new Promise<void>((end) => {
        worker.once('exit', () => end());
        if (worker.threadId === -1) end();
      });
      worker.postMessage({ kind: 'stop' } satisfies ToSequencer);
      const late = setTimeout(() => void worker.terminate(), STOP_WITHIN);
      await ended;
      clearTimeout(late);
    },
  });
}

/** One line for a log or a terminal. Ids, names and constants only. */
export function describeFinding(finding: SequencerFinding): string {
  const { code, ...rest } = finding;
  return [code, ...Object.entries(rest).map(([name, value]) => `${name}=${value}`)].join(' ');
}
