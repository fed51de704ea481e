import { PhieldError } from '../../errors.ts';
import type { Vkey } from '../chain/vkey.ts';
import type { Checkpoint } from './checkpoint.ts';
import { cosignaturesOf } from './cosignature.ts';
import { LogFault } from './log-fault.ts';
import type { LogStore } from './log-store.ts';
import { type Note, type NoteSignature, readSignatures, writeNote } from './note.ts';
import { proveConsistency } from './proofs.ts';
import { TileHashes } from './tile-hashes.ts';

/** One who cosigns, as C2SP tlog-witness has it. */
export interface Witness {
  /** Of type `cosignature`. */
  readonly key: Vkey;
  /** POSTs to `add-checkpoint`. Rejects, within its own time-out, when there is no answer. */
  add(body: Uint8Array): Promise<WitnessAnswer>;
}

export interface WitnessAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** `WITNESS_AWAY`: no answer, or none of the protocol. `WITNESS_REFUSED`: it does not know this log or its key. */
export interface WitnessFinding {
  readonly code: 'WITNESS_AWAY' | 'WITNESS_REFUSED';
  readonly witness: string;
}

export interface WitnessesOptions {
  readonly witnesses: readonly Witness[];
  /** Milliseconds of a clock that never steps back. */
  readonly now: () => number;
  readonly report: (finding: WitnessFinding) => void;
}

/** One that is away is asked again after this. */
const PAUSE_MS = 15_000;
/** Its own size, then the proof from there, and once more where somebody else was faster. */
const ATTEMPTS = 3;

/**
 * Asks witnesses for their cosignatures, all at once. One that is away is left out and reported: how many are needed
 * is the verifier's business. One that knows a longer log, or another one, stops it.
 */
export class Witnesses {
  readonly #options: WitnessesOptions;
  /** Size that each is known to have cosigned. */
  readonly #known = new Map<Witness, number>();
  readonly #pausedUntil = new Map<Witness, number>();

  constructor(options: WitnessesOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#options.witnesses.length;
  }

  /**
   * @param note the checkpoint with the log's signature; its tiles are in the store.
   * @throws LogFault when a witness has seen a longer log or another one.
   */
  async cosign(store: LogStore, checkpoint: Checkpoint, note: Note): Promise<readonly NoteSignature[]> {
    const tiles = new TileHashes(store, checkpoint.size);
    const asked = this.#options.witnesses.map((witness) => this.#ask(witness, tiles, checkpoint, note));
    const answers = await Promise.allSettled(asked);
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  }

  async #ask(
    witness: Witness,
    tiles: TileHashes,
    { size }: Checkpoint,
    note: Note,
  ): Promise<readonly NoteSignature[]> {
    const { name } = witness.key;
    if ((this.#pausedUntil.get(witness) ?? 0) > this.#options.now()) return [];
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const old = Math.min(this.#known.get(witness) ?? 0, size);
      const answer = await this.#send(witness, tiles, old, note);
      if (answer === null) return this.#pause(witness, 'WITNESS_AWAY');
      if (answer.status === 200) {
        const signatures = this.#read(witness, answer, note);
        if (signatures.length === 0) return this.#pause(witness, 'WITNESS_AWAY');
        this.#known.set(witness, size);
        return signatures;
      }
      if (answer.status === 403 || answer.status === 404) return this.#pause(witness, 'WITNESS_REFUSED');
      if (answer.status === 422) throw new LogFault('LOG_FORKED', name);
      const seen = answer.status === 409 ? sizeIn(answer) : null;
      if (seen === null) return this.#pause(witness, 'WITNESS_AWAY');
      if (seen > size) throw new LogFault('LOG_BEHIND', name);
      // It answers 409 to the size it has only where its root is another one.
      if (seen === old && old === size) throw new LogFault('LOG_FORKED', name);
      this.#known.set(witness, seen);
    }
    return this.#pause(witness, 'WITNESS_AWAY');
  }

  async #send(witness: Witness, tiles: TileHashes, old: number, note: Note): Promise<WitnessAnswer | null> {
    const proof = await proveConsistency(tiles, old);
    const lines = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
    const body = Buffer.concat([Buffer.from(`old ${old}\n${lines}\n`), writeNote(note)]);
    try {
      return await witness.add(body);
    } catch (error) {
      // What fails here is the way to the witness; our own errors have a class.
      if (error instanceof PhieldError && error.code !== 'UPSTREAM_UNAVAILABLE') throw error;
      return null;
    }
  }

  #read(witness: Witness, { body }: WitnessAnswer, note: Note): readonly NoteSignature[] {
    const signatures = readSignatures(Buffer.from(body).toString('utf8')) ?? [];
    return cosignaturesOf(note.text, signatures, witness.key).slice(0, 1);
  }

  #pause(witness: Witness, code: WitnessFinding['code']): readonly NoteSignature[] {
    this.#pausedUntil.set(witness, this.#options.now() + PAUSE_MS);
    this.#options.report({ code, witness: witness.key.name });
    return [];
  }
}

/** C2SP tlog-witness: `text/x.tlog.size`, a decimal and a line feed. */
function sizeIn({ contentType, body }: WitnessAnswer): number | null {
  const match = /^(0|[1-9]\d{0,15})\n$/.exec(Buffer.from(body).toString('latin1'));
  if (contentType !== 'text/x.tlog.size' || match === null) return null;
  const size = Number(match[1]);
  return Number.isSafeInteger(size) ? size : null;
}
