import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CodeFileError } from './code-file-error.ts';
import { readZipEntry } from './read-zip-entry.ts';

/** As CMS names it in its archive; the addenda beside it list changes only. */
const ORDER_FILE = /(^|\/)icd10cm[_-]order[_-]\d{4}\.txt$/i;
const MOST_ARCHIVE_BYTES = 200_000_000;
/** 14 MB unpacked; beyond this it is something else. */
const MOST_BYTES = 200_000_000;

/**
 * Lines of a file of codes: plain, gzipped, or the order file inside of CMS's ZIP archive. Its first bytes tell which.
 * @param onBytes told how many bytes of the file were read, and of how many.
 * @throws CodeFileError
 */
export async function* openCodeLines(
  path: string,
  onBytes: (read: number, of: number) => void,
): AsyncGenerator<string> {
  const { size } = await stat(path);
  const head = await firstBytes(path);
  let source: Readable;
  if (head.startsWith('504b0304')) {
    if (size > MOST_ARCHIVE_BYTES) throw new CodeFileError(path, null, 'the archive is too large');
    const content = readZipEntry(await readFile(path), ORDER_FILE);
    if (content === null) {
      throw new CodeFileError(path, null, 'no icd10cm_order_YYYY.txt can be read in the archive');
    }
    source = Readable.from([content]);
    onBytes(size, size);
  } else {
    const raw = createReadStream(path).pipe(counting((read) => onBytes(read, size)));
    source = head.startsWith('1f8b') ? raw.pipe(createGunzip()) : raw;
    if (source !== raw) raw.on('error', (error) => source.destroy(error));
  }
  let unpacked = 0;
  try {
    const bounded = source.pipe(
      counting((read) => {
        unpacked = read;
      }),
    );
    source.on('error', (error) => bounded.destroy(error));
    for await (const line of createInterface({ input: bounded, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (unpacked > MOST_BYTES) throw new CodeFileError(path, null, 'it is too large');
      yield line;
    }
  } catch (error) {
    if (error instanceof CodeFileError) throw error;
    throw new CodeFileError(path, null, 'it cannot be read to its end');
  }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('hex', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function counting(onBytes: (read: number) => void): Transform {
  let read = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read += chunk.length;
      onBytes(read);
      done(null, chunk);
    },
  });
}
