import { crc32, inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** Uncompressed; the order file has 14 MB. */
const MOST_BYTES = 200_000_000;

/**
 * One file of a ZIP archive (PKWARE APPNOTE 6.3: central directory, stored or deflated; no ZIP64, no encryption).
 * @param wanted of several that it names, the one with the shortest name.
 * @returns `null`: none of that name, or not readable so.
 */
export function readZipEntry(archive: Buffer, wanted: RegExp): Buffer | null {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > archive.length || archive.readUInt32LE(end) !== END) return null;
  const entries = entriesOf(archive, archive.readUInt32LE(end + 16), archive.readUInt16LE(end + 10))
    .filter(({ name }) => wanted.test(name))
    .sort((one, other) => one.name.length - other.name.length);
  const [entry] = entries;
  return entry === undefined ? null : contentOf(archive, entry);
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

function entriesOf(archive: Buffer, start: number, count: number): readonly Entry[] {
  const entries: Entry[] = [];
  let at = start;
  while (entries.length < count && at + 46 <= archive.length && archive.readUInt32LE(at) === ENTRY) {
    const nameLength = archive.readUInt16LE(at + 28);
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      at: archive.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function contentOf(archive: Buffer, { method, crc, packed, size, at }: Entry): Buffer | null {
  if (size > MOST_BYTES || at + 30 > archive.length || archive.readUInt32LE(at) !== LOCAL) return null;
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const bytes = archive.subarray(start, start + packed);
  const content = method === 0 ? bytes : method === 8 ? inflate(bytes, size) : null;
  return content !== null && content.length === size && crc32(content) === crc ? content : null;
}

function inflate(bytes: Buffer, size: number): Buffer | null {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return null;
  }
}
