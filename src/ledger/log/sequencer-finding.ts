import type { BatchFault } from './collect-batches.ts';
import type { LogFaultCode } from './log-fault.ts';
import type { WitnessFinding } from './witnesses.ts';

/** What a sequencer tells whoever runs it. Ids, names and constants only. */
export type SequencerFinding =
  | WitnessFinding
  /** The log does not grow until this is settled. */
  | { readonly code: LogFaultCode; readonly where: string }
  /** The writer stops there, and the log goes on without it. */
  | {
      readonly code: 'BATCH_REFUSED';
      readonly writer: string;
      readonly seq: number;
      readonly fault: BatchFault;
    }
  | { readonly code: 'SOURCE_AWAY'; readonly source: string }
  | { readonly code: 'STORE_AWAY'; readonly where: string }
  /** A plan names batches that no source shows yet. */
  | { readonly code: 'PLAN_WAITS'; readonly writer: string; readonly size: number }
  | { readonly code: 'WRITER_LOST'; readonly writer: string; readonly seq: number };

export type StepOutcome =
  | {
      readonly kind: 'grown';
      readonly size: number;
      readonly entries: number;
      readonly batches: number;
      /** More is waiting: the next step should come at once. */
      readonly more: boolean;
    }
  | { readonly kind: 'idle'; readonly size: number }
  /** Somebody else moved on; what this one has is read again at the next step, which should come soon. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'held'; readonly code: SequencerFinding['code'] };
