import { MAX_PIECE_BYTES } from './split-lines.ts';

/** What a JSON document falls into. Numbers count from 1 through the whole input. */
export type DocumentPiece =
  /** One element of a Bundle's `entry`, or of an array of resources standing by itself. */
  | { readonly kind: 'entry'; readonly number: number; readonly bytes: Buffer | null; readonly bare: boolean }
  /** A top-level value at its end, with the elements of its `entry` taken out. */
  | { readonly kind: 'document'; readonly number: number; readonly bytes: Buffer | null }
  /** Text that is no JSON value; reported once until a value follows. */
  | { readonly kind: 'garbage' }
  /** The input ended inside a value; `entry`: the entry that is cut, or `null` between entries. */
  | { readonly kind: 'cut'; readonly entry: number | null; readonly bare: boolean };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];
/** `"entry"` as it stands in the bytes, without quotes. */
const ENTRY_KEY = 'entry';

/** Bytes of one piece, gathered over chunks; beyond the limit it holds nothing. */
class Capture {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > this.#limit) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** `null` when it grew beyond the limit. */
  take(): Buffer | null {
    const bytes = this.#length > this.#limit ? null : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return bytes;
  }
}

/**
 * Splits a stream of JSON values so that a Bundle of any size is never held whole: each entry comes as soon as
 * it is complete. It only counts brackets outside strings; whether a piece is valid JSON shows when it is parsed.
 */
export async function* splitDocument(
  chunks: AsyncIterable<Buffer>,
  limit: number = MAX_PIECE_BYTES,
): AsyncGenerator<DocumentPiece, void, undefined> {
  const shell = new Capture(limit);
  const element = new Capture(limit);
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inEntries = false;
  /** The array of entries is the top-level value itself. */
  let bare = false;
  let inElement = false;
  let inGarbage = false;
  let garbageTold = false;
  /** Text of the last string at depth 1, to know a key when its colon comes. */
  let word = '';
  let key = '';
  let entries = 0;
  /** Something that is no object stands among the entries. */
  let stray = false;
  let documents = 0;
  /** Bytes in the chunks before. */
  let before = 0;

  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      let byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) {
          escaped = false;
          continue;
        }
        const begin = at;
        while (at < chunk.length && byte !== QUOTE && byte !== BACKSLASH) {
          at += 1;
          byte = chunk[at] ?? 0;
        }
        if (depth === 1 && word.length <= ENTRY_KEY.length) {
          word += chunk.subarray(begin, Math.min(at, begin + ENTRY_KEY.length + 1)).toString('latin1');
        }
        if (at < chunk.length) {
          escaped = byte === BACKSLASH;
          inString = escaped;
        }
        continue;
      }
      if (depth > 0 && isBlank(byte)) continue;
      if (depth === 0) {
        if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
          if (!inGarbage) {
            depth = 1;
            from = at;
            garbageTold = false;
            bare = byte === OPEN_BRACKET;
            inEntries = bare;
            key = '';
            stray = false;
          }
        } else if (byte === LINE_FEED) inGarbage = false;
        else if (!isBlank(byte) && byte !== BYTE_ORDER_MARK[before + at]) {
          if (!garbageTold) yield { kind: 'garbage' };
          garbageTold = true;
          inGarbage = true;
        }
        continue;
      }
      switch (byte) {
        case QUOTE:
          inString = true;
          if (inEntries && !inElement) stray = true;
          if (depth === 1) word = '';
          break;
        case COLON:
          if (depth === 1) key = word;
          break;
        case COMMA:
          if (depth === 1) key = '';
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          if (inEntries && !inElement && depth === (bare ? 1 : 2) && byte === OPEN_BRACE) {
            from = at;
            inElement = true;
          } else if (depth === 1 && byte === OPEN_BRACKET && key === ENTRY_KEY) {
            shell.add(chunk.subarray(from, at + 1));
            inEntries = true;
          } else if (inEntries && !inElement) stray = true;
          depth += 1;
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          depth -= 1;
          if (inElement && depth === (bare ? 1 : 2)) {
            element.add(chunk.subarray(from, at + 1));
            from = at + 1;
            inElement = false;
            entries += 1;
            yield { kind: 'entry', number: entries, bytes: element.take(), bare };
          } else if (inEntries && !bare && depth === 1) {
            inEntries = false;
            from = at;
          }
          if (depth === 0) {
            shell.add(chunk.subarray(from, at + 1));
            from = at + 1;
            inEntries = false;
            documents += 1;
            const bytes = shell.take();
            if (!bare) yield { kind: 'document', number: documents, bytes };
            if (stray) yield { kind: 'garbage' };
            bare = false;
          }
          break;
        default:
          if (inEntries && !inElement) stray = true;
      }
    }
    // What stands between entries belongs to no piece.
    if (inElement) element.add(chunk.subarray(from));
    else if (depth > 0 && !inEntries) shell.add(chunk.subarray(from));
    before += chunk.length;
  }
  if (depth > 0) yield { kind: 'cut', entry: inElement ? entries + 1 : null, bare };
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === LINE_FEED;
}
