import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config.ts';
import { decodeRecord } from '../ledger/decode-record.ts';
import { expandRecord } from '../ledger/expand-record.ts';
import type { LedgerEvent } from '../ledger/ledger-event.ts';
import { checkProof, type ProofProblem } from '../ledger/verify/check-proof.ts';
import type { Trust } from '../ledger/verify/trust.ts';

const PROBLEMS: Readonly<Record<ProofProblem, string>> = Object.freeze({
  PROOF_FORM: 'not a proof of an event, or not spelt as one is',
  CHECKPOINT_FORM: 'it holds no signed checkpoint',
  CHECKPOINT_ORIGIN: 'its checkpoint is of another log',
  CHECKPOINT_SIGNATURE: 'no trusted key of the log signed its checkpoint',
  WITNESS_SIGNATURE: 'a witness’s cosignature does not hold',
  WITNESS_QUORUM: 'too few of the trusted witnesses cosigned its checkpoint',
  NOT_INCLUDED: 'the record is not the one at that index of the log',
  OTHER_EVENT: 'the record has no such event',
});

/**
 * Prints the event that a proof proves; exit code 1 when it proves nothing.
 * @throws ConfigError when there is no such file.
 */
export async function verifyProofFile(
  path: string,
  trust: Trust,
  { json = false, trust: file }: { readonly json?: boolean; readonly trust?: string },
): Promise<void> {
  const proof = await readFile(path).catch(() => {
    throw new ConfigError('--proof: the proof file cannot be read; phield ledger prove makes one');
  });
  const checked = checkProof(proof, trust);
  const pinned = file !== undefined;
  if (typeof checked === 'string') {
    process.exitCode = 1;
    const result = { ok: false, pinned, code: checked, detail: PROBLEMS[checked] };
    process.stdout.write(
      json ? `${JSON.stringify(result)}\n` : `not proven: ${checked} ${PROBLEMS[checked]}\n`,
    );
    return;
  }
  const { index, size, witnesses, event: id } = checked;
  const event = eventOf(checked.record, id);
  const result = { ok: event !== null, pinned, origin: trust.origin, index, size, witnesses, event };
  if (event === null) process.exitCode = 1;
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    if (!pinned) process.stdout.write('note: NOT_PINNED the keys are the installation’s own word\n');
    const place = `entry ${index} of ${size} in ${trust.origin}, ${witnesses} witnesses`;
    process.stdout.write(`proven: ${id} is ${place}\n${JSON.stringify(event, null, 2)}\n`);
  }
}

function eventOf(bytes: Uint8Array, id: string): LedgerEvent | null {
  const decoded = decodeRecord(bytes);
  if (decoded === null) return null;
  for (const event of expandRecord(decoded.record, decoded.firstOrdinal)) if (event.id === id) return event;
  return null;
}
