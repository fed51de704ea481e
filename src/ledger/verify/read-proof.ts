import { parseCount } from './read-checkpoint.ts';
import { strictBase64 } from './signed-text.ts';

/**
 * A proof that one event is in the log: a C2SP tlog-proof whose extra data says which event it is about, and holds
 * the record, which is the log's entry.
 */
export interface EventProof {
  /** `<record id>.<ordinal>`. */
  readonly event: string;
  readonly record: Buffer;
  readonly index: number;
  /** 32 bytes each, from the leaf's sibling upwards. */
  readonly path: readonly Buffer[];
  /** The signed note, with its cosignatures. */
  readonly checkpoint: Buffer;
}

const PROOF_HEADER = 'c2sp.org/tlog-proof@v1';
const EVENT_MARK = 'phield-ledger-event-v1 ';

const MOST_BYTES = 1024 * 1024;
/** A log of 2^63 entries has no longer path. */
const MOST_HASHES = 63;

/** @returns `null` for anything that is not spelt exactly as a proof is; nothing of it may be believed yet. */
export function parseProof(bytes: Uint8Array): EventProof | null {
  if (bytes.length > MOST_BYTES) return null;
  const text = Buffer.from(bytes).toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return null;
  const end = text.indexOf('\n\n');
  if (end < 0) return null;
  const [header, extra = '', count = '', ...hashes] = text.slice(0, end).split('\n');
  if (header !== PROOF_HEADER || !extra.startsWith('extra ') || !count.startsWith('index ')) return null;
  const about = parseExtra(extra.slice('extra '.length));
  const index = parseCount(count.slice('index '.length));
  if (about === null || index === null || hashes.length > MOST_HASHES) return null;
  const path: Buffer[] = [];
  for (const hash of hashes) {
    const one = strictBase64(hash, 32);
    if (one === null) return null;
    path.push(one);
  }
  return { ...about, index, path, checkpoint: Buffer.from(text.slice(end + 2)) };
}

function parseExtra(encoded: string): Pick<EventProof, 'event' | 'record'> | null {
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return null;
  const end = bytes.indexOf('\n');
  const line = bytes.toString('latin1', 0, Math.max(0, end));
  if (end < 0 || !line.startsWith(EVENT_MARK)) return null;
  return { event: line.slice(EVENT_MARK.length), record: bytes.subarray(end + 1) };
}
