import { isIncluded } from './merkle-proof.ts';
import { type CheckpointProblem, readCheckpoint } from './read-checkpoint.ts';
import { parseProof } from './read-proof.ts';
import { summarizeRecord } from './read-record.ts';
import type { Trust } from './trust.ts';

export type ProofProblem = CheckpointProblem | 'PROOF_FORM' | 'NOT_INCLUDED' | 'OTHER_EVENT';

export interface CheckedProof {
  readonly event: string;
  readonly record: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly witnesses: number;
}

const EVENT = /^(.{1,64})\.(0|[1-9][0-9]{0,15})$/;

/**
 * Is the event in a log whose checkpoint those sign who are trusted? Nothing but the proof and the public keys is
 * needed. Size and root are those of the checkpoint, whose signatures are looked at first.
 */
export function checkProof(bytes: Uint8Array, trust: Trust): CheckedProof | ProofProblem {
  const proof = parseProof(bytes);
  if (proof === null) return 'PROOF_FORM';
  const { checkpoint, problems, witnesses } = readCheckpoint(proof.checkpoint, trust);
  const [problem] = problems;
  if (problem !== undefined) return problem;
  if (checkpoint === null) return 'CHECKPOINT_FORM';
  const { event, record, index, path } = proof;
  const { size, root } = checkpoint;
  if (!isIncluded(record, { index, size, path, root })) return 'NOT_INCLUDED';
  const [, id, ordinal] = EVENT.exec(event) ?? [];
  const summary = summarizeRecord(record);
  const first = summary?.firstOrdinal ?? 0;
  const past = first + (summary?.events ?? 0);
  if (summary === null || summary.id !== id || Number(ordinal) < first || Number(ordinal) >= past)
    return 'OTHER_EVENT';
  return { event, record, index, size, witnesses };
}
