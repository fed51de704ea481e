import type { Lease } from './lease.ts';
import type { Sequencer } from './sequencer.ts';
import type { SequencerFinding, StepOutcome } from './sequencer-finding.ts';

export interface RunOptions {
  readonly sequencer: Pick<Sequencer, 'step' | 'remember'>;
  readonly lease: Lease;
  /** Between two steps while there is news, in milliseconds. */
  readonly interval?: number;
  readonly now: () => number;
  /** @param milliseconds that the step took. */
  readonly progress: (outcome: StepOutcome, milliseconds: number) => void;
  readonly signal: AbortSignal;
}

const INTERVAL = 1_000;
/** A log that must not grow, or whose store is away, is looked at again after so many intervals. */
const HELD = 5;

/** Steps until `signal`, then saves what it knows and lets go of the lease. @throws what a step throws. */
export async function runSequencer(options: RunOptions): Promise<void> {
  const { sequencer, lease, interval = INTERVAL, now, progress, signal } = options;
  try {
    while (!signal.aborted) {
      if (!(await lease.hold())) {
        await pause(interval, signal);
        continue;
      }
      const start = now();
      const outcome = await sequencer.step();
      progress(outcome, now() - start);
      await pause(pauseAfter(outcome, interval), signal);
    }
  } finally {
    await sequencer.remember();
    await lease.release();
  }
}

function pauseAfter(outcome: StepOutcome, interval: number): number {
  if (outcome.kind === 'grown' && outcome.more) return 0;
  if (outcome.kind === 'overtaken') return interval / 4;
  return outcome.kind === 'held' ? interval * HELD : interval;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((end) => {
    if (signal.aborted) return end();
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      end();
    }
    signal.addEventListener('abort', done);
  });
}

/** Says each finding once in a while, however often it is found. @param every milliseconds. */
export function createFindingGate(
  tell: (finding: SequencerFinding) => void,
  now: () => number,
  every = 60_000,
): (finding: SequencerFinding) => void {
  const said = new Map<string, number>();
  return (finding) => {
    const key = JSON.stringify(finding);
    const before = said.get(key);
    if (before !== undefined && now() - before < every) return;
    for (const [other, at] of said) if (now() - at >= every) said.delete(other);
    said.set(key, now());
    tell(finding);
  };
}
