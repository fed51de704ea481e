import type { DocumentNode, FragmentDefinitionNode } from 'graphql';
import { GraphQLError, Kind, parse, Source, visit } from 'graphql';
import { sha256Of } from './check-document-id.ts';
import { type DocumentFinding, type ManifestEntry, ManifestRefusedError } from './manifest-entry.ts';
import { PUBLISH_LIMITS } from './publish-limits.ts';

/** A file of GraphQL, with the name to tell places by. */
export interface OperationFile {
  readonly name: string;
  readonly text: string;
}

interface Parsed extends OperationFile {
  readonly document: DocumentNode;
  readonly operations: number;
}

/**
 * Plain `.graphql` files: each holds one operation, or fragments that the others use. The text of a document is its
 * file's own, and after it the fragments it needs of other files, in the order of their names; its id is
 * `sha256:` and the hash of that text, since a file has none.
 * @throws ManifestRefusedError with file, line and column.
 */
export function readOperationFiles(files: readonly OperationFile[]): readonly ManifestEntry[] {
  const parsed = files.map(parseFile);
  const fragments = fragmentsOf(parsed);
  const findings = parsed
    .filter(({ operations }) => operations > 1)
    .map(({ name, operations }) => finding(name, `${operations} operations; expected one in each file`));
  if (findings.length > 0) throw new ManifestRefusedError(findings);
  const withOperation = parsed.filter(({ operations }) => operations === 1);
  if (withOperation.length === 0) {
    throw new ManifestRefusedError([finding(files.map(({ name }) => name).join(', '), 'no operation')]);
  }
  return withOperation.map(({ name, text, document }) => {
    const needed = [...neededFragments(document, fragments)].sort(byName).map(sourceOf);
    const whole = needed.length === 0 ? text : `${[text.trimEnd(), ...needed].join('\n\n')}\n`;
    return Object.freeze({ id: `sha256:${sha256Of(whole)}`, text: whole, place: name });
  });
}

function parseFile({ name, text }: OperationFile): Parsed {
  if (Buffer.byteLength(text) > PUBLISH_LIMITS.manifestBytes) {
    throw new ManifestRefusedError([finding(name, `larger than ${PUBLISH_LIMITS.manifestBytes} bytes`)]);
  }
  try {
    const document = parse(new Source(text, name));
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
    return { name, text, document, operations };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [at] = error.locations ?? [];
    const place = at === undefined ? name : `${name}:${at.line}:${at.column}`;
    throw new ManifestRefusedError([finding(place, error.message)]);
  }
}

/** The same fragment may stand in several files, but not two of one name: which one is meant could not be told. */
function fragmentsOf(files: readonly Parsed[]): ReadonlyMap<string, FragmentDefinitionNode> {
  const known = new Map<string, { readonly node: FragmentDefinitionNode; readonly file: string }>();
  const findings: DocumentFinding[] = [];
  for (const { name: file, document } of files) {
    for (const node of document.definitions) {
      if (node.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const name = node.name.value;
      const before = known.get(name);
      if (before !== undefined && sourceOf(before.node) !== sourceOf(node)) {
        const line = node.loc?.startToken.line ?? 1;
        findings.push(finding(`${file}:${line}`, `fragment ${name} is another in ${before.file}`));
      }
      known.set(name, before ?? { node, file });
    }
  }
  if (findings.length > 0) throw new ManifestRefusedError(findings);
  return new Map([...known].map(([name, { node }]) => [name, node]));
}

/** Of other files only, and theirs in turn. What none of them has, validation finds missing. */
function neededFragments(
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ReadonlySet<FragmentDefinitionNode> {
  const own = new Set(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one.name.value] : [])),
  );
  const needed = new Set<FragmentDefinitionNode>();
  const waiting: (DocumentNode | FragmentDefinitionNode)[] = [document];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || own.has(name.value) || needed.has(fragment)) return;
        needed.add(fragment);
        waiting.push(fragment);
      },
    });
  }
  return needed;
}

function byName(one: FragmentDefinitionNode, other: FragmentDefinitionNode): number {
  return one.name.value < other.name.value ? -1 : 1;
}

function sourceOf({ loc }: FragmentDefinitionNode): string {
  return loc?.source.body.slice(loc.start, loc.end) ?? '';
}

function finding(place: string, message: string): DocumentFinding {
  return Object.freeze({ id: null, place, message });
}
