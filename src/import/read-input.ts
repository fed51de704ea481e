import { decompress } from './decompress.ts';
import type { InputFile } from './input-file.ts';
import type { InputItem } from './input-item.ts';
import { parseJson } from './parse-json.ts';
import { readDocument } from './read-document.ts';
import { readLines } from './read-lines.ts';

const LINES_NAME = /\.(ndjson|jsonl)(\.gz)?$/i;
/** How far the kind of an input is looked for. */
const HEAD_BYTES = 64 * 1024;
const LINES_TRIED = 4;

/** The input itself cannot be read (gone, no permission, device failure). */
export class InputUnreadableError extends Error {}

/**
 * Everything in one input, in its order. Never throws for what it holds: each place that yields no
 * resource is an item too.
 *
 * @param onBytes how many stored bytes were read, as they are.
 * @throws InputUnreadableError
 */
export async function* readInput(
  file: InputFile,
  onBytes: (count: number) => void,
): AsyncGenerator<InputItem, void, undefined> {
  let cut = false;
  const plain = decompress(counted(file.read(), onBytes), () => {
    cut = true;
  });
  const { head, all } = await peek(plain);
  const lines = LINES_NAME.test(file.name) || looksLikeLines(head);
  yield* lines ? readLines(all) : readDocument(all);
  if (cut) yield { kind: 'problem', position: 'compressed data', reason: 'CUT' };
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of chunks) {
      onBytes(chunk.length);
      yield chunk;
    }
  } catch (cause) {
    throw new InputUnreadableError('input cannot be read', { cause });
  }
}

/** The first bytes, and all of them again. What was read before a failure comes before the failure. */
async function peek(chunks: AsyncGenerator<Buffer, void, undefined>): Promise<{
  readonly head: Buffer;
  readonly all: AsyncIterable<Buffer>;
}> {
  const parts: Buffer[] = [];
  let length = 0;
  let failure: { readonly error: unknown } | null = null;
  try {
    while (length < HEAD_BYTES) {
      const next = await chunks.next();
      if (next.done === true) break;
      parts.push(next.value);
      length += next.value.length;
    }
  } catch (error) {
    failure = { error };
  }
  const head = Buffer.concat(parts);
  return { head, all: joined(head, failure, chunks) };
}

async function* joined(
  head: Buffer,
  failure: { readonly error: unknown } | null,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  if (head.length > 0) yield head;
  if (failure !== null) throw failure.error;
  yield* rest;
}

/** A line that is a whole resource by itself, other than a Bundle, stands in NDJSON only. The first may be corrupt. */
function looksLikeLines(head: Buffer): boolean {
  if (!head.toString('latin1').trimStart().startsWith('{')) return false;
  let from = 0;
  for (let tried = 0; tried < LINES_TRIED; tried += 1) {
    const end = head.indexOf(0x0a, from);
    if (end === -1) return false;
    const line = head.subarray(from, end);
    const parsed = parseJson(line);
    if ('value' in parsed && typeof parsed.value.resourceType === 'string') {
      return parsed.value.resourceType !== 'Bundle';
    }
    from = end + 1;
  }
  return false;
}
