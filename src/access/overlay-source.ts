import type { Node } from 'yaml';
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Place } from './access-model.ts';

export type YamlPath = readonly (string | number)[];

/** One thing a tenant's file is refused for. */
export interface OverlayFinding {
  readonly message: string;
  readonly place: Place;
}

/** What stands on `path` of the file is refused. */
export interface OverlayProblem {
  readonly path: YamlPath;
  readonly message: string;
}

/** A tenant's file is not usable; nothing is served for any tenant until it is. */
export class TenantOverlayError extends Error {
  readonly findings: readonly OverlayFinding[];

  constructor(findings: readonly OverlayFinding[]) {
    const lines = findings.map(({ place, message }) => `  ${place.file}:${place.line}: ${message}`);
    super(['Tenants are refused:', ...lines].join('\n'));
    this.name = 'TenantOverlayError';
    this.findings = Object.freeze([...findings]);
  }
}

/** YAML text with the line each value stands on. */
export interface OverlaySource {
  readonly value: unknown;
  /** The place of the deepest value on this path that the text has. */
  placeOf(path: YamlPath): Place;
}

/**
 * YAML 1.2, the plain part of it: what a reader sees on a line is all that stands there.
 * @throws TenantOverlayError for what is no YAML, a key given twice, a second document, tags, aliases, and
 * keys that are no text or mean something to the language.
 */
export function readOverlaySource(text: string, file: string): OverlaySource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const at = (offset: number): Place => ({ file, line: Math.max(1, lines.linePos(offset).line) });
  const findings: OverlayFinding[] = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    message,
    place: at(pos[0]),
  }));
  visit(document, {
    Alias: (_key, alias) => {
      findings.push({ message: 'expected no alias', place: at(startOf(alias) ?? 0) });
    },
    Pair: (_key, { key }) => {
      if (isScalar(key) && typeof key.value === 'string' && key.value !== '__proto__') return;
      findings.push({ message: 'expected a plain key', place: at(startOf(key) ?? 0) });
    },
  });
  if (findings.length > 0) throw new TenantOverlayError(findings);
  const value: unknown = document.toJS();
  return { value, placeOf: (path) => at(offsetOf(document.contents, path)) };
}

/** A map's entry is found at its key, since that is where an author looks. */
function offsetOf(root: Node | null, path: YamlPath): number {
  let node: unknown = root;
  let offset = isNode(root) ? (root.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(step));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
