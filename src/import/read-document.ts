import { entryOf } from './bundle-entries.ts';
import type { InputItem } from './input-item.ts';
import { parseJson } from './parse-json.ts';
import { type DocumentPiece, splitDocument } from './split-document.ts';

/** JSON documents: Bundles, single resources, arrays of resources; several in a row if need be. */
export async function* readDocument(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<InputItem, void, undefined> {
  for await (const piece of splitDocument(chunks)) {
    yield itemOf(piece);
    if (piece.kind === 'document' || piece.kind === 'cut') {
      yield { kind: 'end', position: 'document' };
    }
  }
  yield { kind: 'end', position: 'document' };
}

function itemOf(piece: DocumentPiece): InputItem {
  switch (piece.kind) {
    case 'garbage':
      return { kind: 'problem', position: 'document', reason: 'NOT_JSON' };
    case 'cut':
      return {
        kind: 'problem',
        position: piece.entry === null ? 'document' : `entry ${piece.entry}`,
        reason: 'CUT',
      };
    default:
      return parsedItem(piece);
  }
}

function parsedItem(piece: Extract<DocumentPiece, { kind: 'entry' | 'document' }>): InputItem {
  const position = `${piece.kind} ${piece.number}`;
  if (piece.bytes === null) return { kind: 'problem', position, reason: 'TOO_LONG' };
  const size = piece.bytes.length;
  const parsed = parseJson(piece.bytes);
  if ('skip' in parsed) return { kind: 'problem', position, reason: parsed.skip };
  if (piece.kind === 'entry') {
    const entry = piece.bare ? { resource: parsed.value } : parsed.value;
    return { kind: 'resource', position, input: entryOf(entry), size };
  }
  // The Bundle around the entries is no resource to store: its entries have been given already.
  if (parsed.value.resourceType === 'Bundle') return { kind: 'end', position };
  return { kind: 'resource', position, input: entryOf({ resource: parsed.value }), size };
}
