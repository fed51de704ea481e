import { entryOf, itemsOfBundle } from './bundle-entries.ts';
import type { InputItem } from './input-item.ts';
import { parseJson } from './parse-json.ts';
import { type DocumentPiece, splitDocument } from './split-document.ts';

/** JSON documents: Bundles, single resources, arrays of resources; several in a row if need be. */
export async function* readDocument(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<InputItem, void, undefined> {
  for await (const piece of splitDocument(chunks)) {
    yield* itemsOf(piece);
    if (piece.kind === 'document' || piece.kind === 'cut') {
      yield { kind: 'end', position: 'document', security: [] };
    }
  }
  yield { kind: 'end', position: 'document', security: [] };
}

function* itemsOf(piece: DocumentPiece): Generator<InputItem, void, undefined> {
  if (piece.kind === 'garbage') {
    yield { kind: 'problem', position: 'document', reason: 'NOT_JSON' };
  } else if (piece.kind === 'cut') {
    const position = piece.entry === null ? 'document' : `entry ${piece.entry}`;
    yield { kind: 'problem', position, reason: 'CUT' };
  } else {
    yield* parsedItems(piece);
  }
}

function* parsedItems(
  piece: Extract<DocumentPiece, { kind: 'entry' | 'document' }>,
): Generator<InputItem, void, undefined> {
  const position = `${piece.kind} ${piece.number}`;
  if (piece.bytes === null) {
    yield { kind: 'problem', position, reason: 'TOO_LONG' };
    return;
  }
  const size = piece.bytes.length;
  const parsed = parseJson(piece.bytes);
  if ('skip' in parsed) {
    yield { kind: 'problem', position, reason: parsed.skip };
  } else if (piece.kind === 'entry') {
    const entry = piece.bare ? { resource: parsed.value } : parsed.value;
    yield { kind: 'resource', position, input: entryOf(entry), size };
  } else if (parsed.value.resourceType === 'Bundle') {
    // Its entries have been given already, unless the key was spelt with escapes.
    yield* itemsOfBundle(parsed.value, position, size);
  } else {
    yield { kind: 'resource', position, input: entryOf({ resource: parsed.value }), size };
  }
}
