/** Longest line or entry taken into memory, in bytes. */
export const MAX_PIECE_BYTES = 64 * 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end; `null` when it is longer than the limit. */
  readonly bytes: Buffer | null;
  /** False for a last line without a line feed: it may be cut. */
  readonly ended: boolean;
}

const LINE_FEED = 0x0a;

/** Lines of a byte stream. One that is too long is passed over to its end, holding nothing of it. */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  limit: number = MAX_PIECE_BYTES,
): AsyncGenerator<Line, void, undefined> {
  let number = 1;
  let parts: Buffer[] = [];
  let length = 0;
  const line = (ended: boolean): Line => ({
    number,
    bytes: length > limit ? null : parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts),
    ended,
  });
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      keep(chunk.subarray(from, end));
      yield line(true);
      number += 1;
      parts = [];
      length = 0;
      from = end + 1;
    }
    keep(chunk.subarray(from));
  }
  if (length > 0) yield line(false);

  function keep(part: Buffer): void {
    length += part.length;
    if (length > limit) parts = [];
    else if (part.length > 0) parts.push(part);
  }
}
