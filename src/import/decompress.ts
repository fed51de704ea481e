import { createGunzip } from 'node:zlib';

/** First two bytes of a gzip member (RFC 1952 §2.3.1). The content decides, not the file's name. */
const MAGIC: readonly number[] = [0x1f, 0x8b];

/**
 * The plain bytes of an input that may be gzipped. When the compressed stream is cut or broken, everything
 * before that place is still given, and `onCut` is called once.
 */
export async function* decompress(
  stored: AsyncIterable<Buffer>,
  onCut: () => void,
): AsyncGenerator<Buffer, void, undefined> {
  const chunks = stored[Symbol.asyncIterator]();
  const first = await firstBytes(chunks);
  const all = replay(first, chunks);
  if (first[0] === MAGIC[0] && first[1] === MAGIC[1]) yield* gunzip(all, onCut);
  else yield* all;
}

/** At least two bytes, unless there are fewer. */
async function firstBytes(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let first = Buffer.alloc(0);
  while (first.length < MAGIC.length) {
    const next = await chunks.next();
    if (next.done === true) break;
    first = Buffer.concat([first, next.value]);
  }
  return first;
}

async function* replay(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    if (first.length > 0) yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Driven chunk by chunk: a piped stream drops what it had inflated when it fails. */
async function* gunzip(
  stored: AsyncIterable<Buffer>,
  onCut: () => void,
): AsyncGenerator<Buffer, void, undefined> {
  const stream = createGunzip();
  const inflated: Buffer[] = [];
  let failed = false;
  const ended = new Promise<void>((resolve) => {
    stream.once('end', resolve);
    stream.once('error', () => {
      failed = true;
      resolve();
    });
  });
  stream.on('data', (chunk: Buffer) => inflated.push(chunk));
  for await (const chunk of stored) {
    await new Promise<void>((resolve) => {
      stream.write(chunk, () => resolve());
    });
    yield* inflated.splice(0);
    if (failed) break;
  }
  if (!failed) stream.end();
  await ended;
  yield* inflated.splice(0);
  if (failed) onCut();
  stream.destroy();
}
