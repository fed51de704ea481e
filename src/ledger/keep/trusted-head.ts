import { z } from 'zod';
import { DataIntegrityError } from '../../errors.ts';
import { readVkey, type Vkey } from '../chain/vkey.ts';
import type { TreeHead } from '../log/check-proofs.ts';
import { openCheckpoint } from '../log/checkpoint.ts';
import { cosignaturesOf } from '../log/cosignature.ts';

/** Whose signatures make a checkpoint one that may be acted upon. */
export interface HeadTrust {
  readonly origin: string;
  readonly log: readonly Vkey[];
  readonly witnesses: readonly Vkey[];
  /** Witnesses that must have cosigned. */
  readonly quorum: number;
}

const Vkeys = z.array(
  z.string().transform((text, context) => {
    const vkey = readVkey(text);
    if (vkey === null) context.addIssue('expected a verifier key');
    return vkey ?? z.NEVER;
  }),
);
const TrustFile = z.object({
  origin: z.string().min(1),
  log: Vkeys.min(1),
  witnesses: Vkeys,
  quorum: z.number().int().min(0),
});

/** Of the auditor's file what concerns a checkpoint. @returns `null` for a text of another form. */
export function readHeadTrust(text: string): HeadTrust | null {
  try {
    const trust = TrustFile.parse(JSON.parse(text));
    return trust.quorum > trust.witnesses.length ? null : Object.freeze(trust);
  } catch {
    return null;
  }
}

/** @throws DataIntegrityError for a checkpoint that is not the log's, or that too few witnesses have cosigned. */
export function trustedHead(bytes: Uint8Array, { origin, log, witnesses, quorum }: HeadTrust): TreeHead {
  const checkpoint = openCheckpoint(bytes, origin, log);
  if (checkpoint === null) throw new DataIntegrityError('the checkpoint is not signed by the log');
  const { text, signatures } = checkpoint.note;
  const cosigned = new Set(
    witnesses
      .filter((key) => cosignaturesOf(text, signatures, key).length > 0)
      .map(({ publicKey }) => Buffer.from(publicKey).toString('hex')),
  );
  if (cosigned.size < quorum) throw new DataIntegrityError('too few witnesses have cosigned the checkpoint');
  return { size: checkpoint.size, root: checkpoint.root };
}
