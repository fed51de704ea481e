import { isUtf8 } from 'node:buffer';

/** Lists and objects within each other; no input of a schema comes near. */
export const MAX_JSON_DEPTH = 64;
/** Characters of one number; a double has 17 digits. */
const MAX_NUMBER = 40;

/** A JSON text that two readers might read unlike, or that costs more than it says. */
export class JsonRefused extends Error {
  readonly statusCode = 400;
}

/**
 * The text of JSON that everybody reads alike (I-JSON, RFC 7493): UTF-8, no name twice in one object, no number that
 * is none to a double, bounded depth. Whether it is JSON at all is for the parser to say.
 * @throws JsonRefused
 */
export function plainJson(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new JsonRefused('not UTF-8');
  const text = bytes.toString('utf8');
  refuseAmbiguous(text);
  return text;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const NUMBER = /[-+.eE\d]+/y;

/** One pass without recursion, before anything is built. @throws JsonRefused */
export function refuseAmbiguous(text: string): void {
  // For each open object its names; for a list nothing.
  const open: (Set<string> | null)[] = [];
  const endOfString = text.includes('\\') ? endOfEscaped : endOfPlain;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at + 1);
      const names = open.at(-1);
      if (names && isName(text, end)) addName(names, text.slice(at, end));
      at = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? new Set() : null);
      if (open.length > MAX_JSON_DEPTH) throw new JsonRefused('too deep');
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      at = endOfNumber(text, at) - 1;
    }
  }
}

/** Behind the quote that ends the text; `from`: behind the one that begins it. */
function endOfEscaped(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
  }
  throw new JsonRefused('a text without end');
}

/** The same where nothing is escaped: what most requests hold is one long text. */
function endOfPlain(text: string, from: number): number {
  const at = text.indexOf('"', from);
  if (at < 0) throw new JsonRefused('a text without end');
  return at + 1;
}

/** A name is a text with a colon after it. */
function isName(text: string, end: number): boolean {
  for (let at = end; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) return true;
    if (code === COMMA || code > 0x20) return false;
  }
  return false;
}

function addName(names: Set<string>, literal: string): void {
  // Escapes are one more way to write the same name.
  const name = literal.includes('\\') ? unescaped(literal) : literal.slice(1, -1);
  if (names.has(name)) throw new JsonRefused('a name twice');
  names.add(name);
}

function unescaped(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    throw new JsonRefused('a name that is none');
  }
}

function endOfNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  const literal = NUMBER.exec(text)?.[0] ?? '';
  if (literal.length > MAX_NUMBER || !Number.isFinite(Number(literal))) throw new JsonRefused('a number');
  return start + Math.max(literal.length, 1);
}
