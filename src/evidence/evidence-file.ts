/** One file of an evidence pack. MUST be the same bytes for the same ledger, policies, store, configuration and clock. */
export interface EvidenceFile {
  /** From the pack's folder on, parts apart by `/`; see `isPackPath`. */
  readonly path: string;
  /** What it shows, a sentence without its end. */
  readonly about: string;
  /** Its bytes, in pieces. Asked for once. */
  pieces(): AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

/** The two files that are not listed among the others: the list itself, and the signature over it. */
export const MANIFEST_PATH = 'manifest.json';
export const NOTE_PATH = 'manifest.note';

/** Letters, digits and `. _ -`, in parts that begin with a letter or digit: it stays within its folder. */
export function isPackPath(path: string): boolean {
  return path.length <= 200 && /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}$/.test(path);
}
