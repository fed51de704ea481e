import { PhieldError } from '../../errors.ts';
import type { SigningKey } from '../chain/signing-key.ts';
import type { Vkey } from '../chain/vkey.ts';
import { EMPTY_ROOT } from '../hash.ts';
import { holdsConsistency, type TreeHead } from './check-proofs.ts';
import { openCheckpoint, readCheckpointText } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import type { LogStore } from './log-store.ts';
import { readNote, writeSignature } from './note.ts';

/** A log that is witnessed. */
export interface WitnessedLog {
  readonly origin: string;
  readonly keys: readonly Vkey[];
}

export interface CosignerOptions {
  /** Its name is the witness's. */
  readonly key: SigningKey;
  readonly logs: readonly WitnessedLog[];
  /** Where the last checkpoint cosigned for an origin is kept; one place for each. */
  readonly memory: (origin: string) => Promise<Pick<LogStore, 'get' | 'replaceCheckpoint'>>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export interface CosignerAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

interface Submission {
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Uint8Array;
}

/** C2SP tlog-witness: a client must not send more. */
const PROOF_LINES = 63;

/**
 * C2SP tlog-witness's `add-checkpoint`: cosigns a checkpoint that grew out of all that it cosigned before for this
 * origin, and nothing else. What it cosigned is durable before the cosignature leaves, and replaced in one step.
 */
export class Cosigner {
  readonly #options: CosignerOptions;

  constructor(options: CosignerOptions) {
    this.#options = options;
  }

  /** Never rejects: what fails here is 503. */
  async add(body: Uint8Array): Promise<CosignerAnswer> {
    try {
      return await this.#add(body);
    } catch (error) {
      if (error instanceof PhieldError) return says(503, 'unavailable');
      throw error;
    }
  }

  async #add(body: Uint8Array): Promise<CosignerAnswer> {
    const submission = readSubmission(body);
    const note = submission === null ? null : readNote(submission.checkpoint);
    const claimed = note === null ? null : readCheckpointText(note.text);
    if (submission === null || note === null || claimed === null) return says(400, 'no checkpoint');
    const log = this.#options.logs.find(({ origin }) => origin === claimed.origin);
    if (log === undefined) return says(404, 'unknown origin');
    const head = openCheckpoint(submission.checkpoint, log.origin, log.keys);
    if (head === null) return says(403, 'no signature of a known key');
    if (submission.old > head.size) return says(400, 'old size beyond the checkpoint');

    const memory = await this.#options.memory(log.origin);
    const present = await memory.get('checkpoint');
    const known = present === null ? NOTHING : knownHead(present);
    if (known === null) return says(503, 'unavailable');
    if (submission.old !== known.size) return conflict(known.size);
    if (!holdsConsistency(known, head, submission.proof)) {
      const sameSize = known.size === head.size && submission.proof.length === 0;
      return sameSize ? conflict(known.size) : says(422, 'the proof does not hold');
    }
    if (head.size > known.size || present === null) {
      const taken = await memory.replaceCheckpoint(submission.checkpoint, present);
      if (!taken) return this.#conflictNow(memory);
    }
    const seconds = this.#options.clock() / 1000;
    const signature = await cosign(note.text, seconds, this.#options.key);
    return { status: 200, contentType: 'text/plain; charset=utf-8', body: writeSignature(signature) };
  }

  /** Somebody else's checkpoint came between. */
  async #conflictNow(memory: Pick<LogStore, 'get'>): Promise<CosignerAnswer> {
    const now = await memory.get('checkpoint');
    const known = now === null ? NOTHING : knownHead(now);
    return known === null ? says(503, 'unavailable') : conflict(known.size);
  }
}

const NOTHING: TreeHead = Object.freeze({ size: 0, root: EMPTY_ROOT });

/** What we wrote ourselves; keys may have been rotated since. */
function knownHead(bytes: Uint8Array): TreeHead | null {
  const note = readNote(bytes);
  return note === null ? null : readCheckpointText(note.text);
}

/** `old <size>`, the proof's hashes, an empty line, the checkpoint. */
function readSubmission(body: Uint8Array): Submission | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const end = bytes.indexOf('\n\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\n');
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1];
  if (old === undefined || !Number.isSafeInteger(Number(old)) || lines.length > PROOF_LINES) return null;
  const proof = lines.map((line) => Buffer.from(line, 'base64'));
  if (!proof.every((hash, at) => hash.length === 32 && hash.toString('base64') === lines[at])) return null;
  return { old: Number(old), proof, checkpoint: bytes.subarray(end + 2) };
}

function conflict(size: number): CosignerAnswer {
  return { status: 409, contentType: 'text/x.tlog.size', body: `${size}\n` };
}

function says(status: number, text: string): CosignerAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
}
