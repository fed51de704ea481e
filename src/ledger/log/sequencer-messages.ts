import type { Lease } from './lease.ts';
import type { Sequencer } from './sequencer.ts';
import type { SequencerFinding, StepOutcome } from './sequencer-finding.ts';
import type { SilentWriter } from './silence.ts';

/** What the sequencer's thread says. */
export type FromSequencer =
  | { readonly kind: 'finding'; readonly finding: SequencerFinding }
  | { readonly kind: 'progress'; readonly outcome: StepOutcome; readonly milliseconds: number }
  /** Asks for the record `writer_lost`, and waits. */
  | { readonly kind: 'lost'; readonly id: number; readonly silent: SilentWriter };

export type ToSequencer =
  | { readonly kind: 'stop' }
  | { readonly kind: 'recorded'; readonly id: number; readonly done: boolean };

/** What a sequencer reports to and asks of whoever runs it. */
export interface SequencerPorts {
  readonly report: (finding: SequencerFinding) => void;
  /** Resolves when the record is durable. */
  readonly recordLost: (silent: SilentWriter) => Promise<void>;
}

export interface AssembledSequencer {
  readonly sequencer: Sequencer;
  readonly lease: Lease;
  close(): Promise<void>;
}

/**
 * What the thread imports: it alone knows stores and keys, which this folder does not.
 * @param settings what `startSequencer` was given, as it came through the thread's door.
 */
export interface SequencerAssembly {
  assembleSequencer(settings: unknown, ports: SequencerPorts): Promise<AssembledSequencer>;
}
