import type { Readable } from 'node:stream';

/**
 * The whole body of a request.
 * @returns `null`: longer than `most` bytes, or not whole within `patience` milliseconds.
 */
export async function readBody(
  request: Readable,
  most: number,
  patience: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    request.destroy();
  }, patience);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (!(chunk instanceof Uint8Array)) return null;
      length += chunk.length;
      if (length > most) return null;
      chunks.push(chunk);
    }
    return late ? null : Buffer.concat(chunks);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
