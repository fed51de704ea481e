import { entryOf, itemsOfBundle, securityOf, UNKNOWN_SECURITY } from './bundle-entries.ts';
import type { InputItem } from './input-item.ts';
import { parseJson } from './parse-json.ts';
import { type DocumentPiece, splitDocument } from './split-document.ts';

type ParsedPiece = Extract<DocumentPiece, { kind: 'entry' | 'document' }>;

/** JSON documents: Bundles, single resources, arrays of resources; several in a row if need be. */
export async function* readDocument(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<InputItem, void, undefined> {
  let isShell = false;
  for await (const piece of splitDocument(chunks)) {
    yield* itemsOf(piece, isShell);
    isShell = piece.kind === 'entry' ? !piece.bare : isShell && piece.kind === 'garbage';
  }
  yield end([]);
}

/** @param isShell whether entries of the document that ends with this piece were given already. */
function* itemsOf(piece: DocumentPiece, isShell: boolean): Generator<InputItem, void, undefined> {
  if (piece.kind === 'garbage') {
    yield { kind: 'problem', position: 'document', reason: 'NOT_JSON' };
  } else if (piece.kind === 'cut') {
    const position = piece.entry === null ? 'document' : `entry ${piece.entry}`;
    yield { kind: 'problem', position, reason: 'CUT' };
    yield end(piece.bare ? [] : UNKNOWN_SECURITY);
  } else {
    yield* parsedItems(piece, isShell);
  }
}

function* parsedItems(piece: ParsedPiece, isShell: boolean): Generator<InputItem, void, undefined> {
  const position = `${piece.kind} ${piece.number}`;
  const size = piece.bytes?.length ?? 0;
  const parsed = piece.bytes === null ? ({ skip: 'TOO_LONG' } as const) : parseJson(piece.bytes);
  if ('skip' in parsed) {
    yield { kind: 'problem', position, reason: parsed.skip };
    // What it says of entries that were given already is lost.
    if (piece.kind === 'document') yield end(UNKNOWN_SECURITY);
  } else if (piece.kind === 'entry') {
    const entry = piece.bare ? { resource: parsed.value } : parsed.value;
    yield { kind: 'resource', position, input: entryOf(entry), size };
  } else if (parsed.value.resourceType === 'Bundle') {
    // Its entries have been given already, unless the key was spelt with escapes.
    yield* itemsOfBundle(parsed.value, position, size);
  } else {
    yield { kind: 'resource', position, input: entryOf({ resource: parsed.value }), size };
    yield end(isShell ? securityOf(parsed.value) : []);
  }
}

function end(security: readonly unknown[]): InputItem {
  return { kind: 'end', position: 'document', security };
}
