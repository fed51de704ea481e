/** An answer's body grew beyond what an answer may have. */
export class AnswerTooLongError extends Error {}

/** Reads bodies up to `limit` bytes. @throws AnswerTooLongError, after which the body is read no further. */
export function collectBounded(limit: number): (body: AsyncIterable<Uint8Array>) => Promise<Uint8Array> {
  return async (body) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body) {
      length += chunk.length;
      if (length > limit) throw new AnswerTooLongError();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  };
}
