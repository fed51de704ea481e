import { ReferenceTree } from './reference-tree.ts';

const WIDTH = 256;

/** Bundles and tiles of a log by the words of C2SP tlog-tiles: hash i of tile n at level l is MTH over its entries. */
export function referenceTiles(entries: readonly Buffer[]): Map<string, Buffer> {
  const objects = new Map<string, Buffer>();
  const tree = new ReferenceTree(entries);
  const put = (level: string, count: number, slice: (from: number, to: number) => Buffer) => {
    for (let n = 0; n * WIDTH < count; n += 1) {
      const to = Math.min(count, (n + 1) * WIDTH);
      const partial = to - n * WIDTH === WIDTH ? '' : `.p/${to - n * WIDTH}`;
      objects.set(`tile/${level}/${String(n).padStart(3, '0')}${partial}`, slice(n * WIDTH, to));
    }
  };
  put('entries', entries.length, (from, to) =>
    Buffer.concat(entries.slice(from, to).flatMap((entry) => [lengthOf(entry), entry])),
  );
  for (let level = 0, span = 1; Math.floor(entries.length / span) > 0; level += 1, span *= WIDTH) {
    put(String(level), Math.floor(entries.length / span), (from, to) =>
      Buffer.concat(
        Array.from({ length: to - from }, (_, at) => tree.hash((from + at) * span, (from + at + 1) * span)),
      ),
    );
  }
  return objects;
}

function lengthOf(entry: Buffer): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(entry.length);
  return bytes;
}
