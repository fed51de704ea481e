import { checkSignatures, type Note, parseNote } from './read-note.ts';
import { strictBase64 } from './signed-text.ts';
import type { Trust } from './trust.ts';

/** The first three lines of a checkpoint (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
}

/** Why a checkpoint is not to be believed. */
export type CheckpointProblem =
  | 'CHECKPOINT_FORM'
  | 'CHECKPOINT_ORIGIN'
  | 'CHECKPOINT_SIGNATURE'
  | 'WITNESS_SIGNATURE'
  | 'WITNESS_QUORUM';

export interface CheckpointReading {
  /** What it says, believed or not; `null` where it says nothing that can be read. */
  readonly checkpoint: Checkpoint | null;
  readonly problems: readonly CheckpointProblem[];
  /** Known witnesses whose cosignature holds. */
  readonly witnesses: number;
  /** Lines of the log's trusted keys that do not hold. */
  readonly forged: number;
}

/** A count as the C2SP forms have it: ASCII decimal without leading zeroes; here within what JSON counts exactly. */
export function parseCount(text: string): number | null {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** Believed only when `problems` is empty: form, origin, the log's own signature, and enough known witnesses. */
export function readCheckpoint(bytes: Uint8Array, trust: Trust): CheckpointReading {
  const note = parseNote(bytes);
  const checkpoint = note === null ? null : parseBody(note);
  if (note === null || checkpoint === null) {
    return { checkpoint: null, problems: ['CHECKPOINT_FORM'], witnesses: 0, forged: 0 };
  }
  const problems: CheckpointProblem[] = [];
  if (checkpoint.origin !== trust.origin) problems.push('CHECKPOINT_ORIGIN');
  const log = checkSignatures(note, trust.log);
  if (log.good.length === 0 || log.bad.length > 0) problems.push('CHECKPOINT_SIGNATURE');
  const witnesses = checkSignatures(note, trust.witnesses);
  if (witnesses.bad.length > 0) problems.push('WITNESS_SIGNATURE');
  const count = new Set(witnesses.good).size;
  if (count < trust.quorum) problems.push('WITNESS_QUORUM');
  return { checkpoint, problems, witnesses: count, forged: log.bad.length };
}

function parseBody(note: Note): Checkpoint | null {
  const [origin = '', count = '', encoded = '', ...more] = note.text.slice(0, -1).split('\n');
  // Extension lines are allowed by C2SP; this log writes none, so one is a change.
  if (origin === '' || more.length > 0) return null;
  const size = parseCount(count);
  const root = strictBase64(encoded, 32);
  return size === null || root === null ? null : { origin, size, root };
}
