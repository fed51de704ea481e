import { entryOf, itemsOfBundle } from './bundle-entries.ts';
import type { InputItem } from './input-item.ts';
import { parseJson } from './parse-json.ts';
import { splitLines } from './split-lines.ts';

/** NDJSON (https://github.com/ndjson/ndjson-spec): one resource, or one Bundle, per line. Blank lines do not count. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<InputItem, void, undefined> {
  for await (const line of splitLines(chunks)) {
    const position = `line ${line.number}`;
    if (line.bytes === null) {
      yield { kind: 'problem', position, reason: 'TOO_LONG' };
      continue;
    }
    const bytes = line.number === 1 ? withoutByteOrderMark(line.bytes) : line.bytes;
    if (isBlank(bytes)) continue;
    const parsed = parseJson(bytes);
    if ('skip' in parsed) {
      const cut = !line.ended && parsed.skip !== 'NOT_A_RESOURCE';
      yield { kind: 'problem', position, reason: cut ? 'CUT' : parsed.skip };
    } else if (parsed.value.resourceType === 'Bundle') {
      yield* itemsOfBundle(parsed.value, position, bytes.length);
    } else {
      yield { kind: 'resource', position, input: entryOf({ resource: parsed.value }), size: bytes.length };
      yield { kind: 'end', position, security: [] };
    }
  }
}

function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.length < 64 && bytes.toString('latin1').trim() === '';
}
