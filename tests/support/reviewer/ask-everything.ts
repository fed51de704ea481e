import { type GraphQLSchema, Kind, parse } from 'graphql';
import { readConsoleDocuments } from '../../../src/console/read-console-documents.ts';
import type { TokenContent } from '../../../src/identity/mint-token.ts';
import { PERSONAS } from '../../../src/identity/personas.ts';
import type { Answered } from '../answered.ts';
import type { TestGateway } from '../running-gateway.ts';
import { argumentValues, consoleVariables } from './asked-values.ts';
import type { HouseIds } from './canary-house.ts';
import { everyOperation } from './every-operation.ts';

/** What a reviewer asked, and what came of it. */
export interface Asked {
  /** `Type.field`, or the name of a document of the console's. */
  readonly name: string;
  /** Of each of these, some coordinate is on record once something is told. */
  readonly recordedAs: readonly (readonly string[])[];
  readonly answer: Answered;
}

export interface Reviewer {
  readonly token: string;
  readonly ids: HouseIds;
  /** What they write where they may. */
  readonly comment: string;
}

/** The generated operations: acts first, so that what they leave behind is read too. */
export async function askRoots(
  gateway: TestGateway,
  schema: GraphQLSchema,
  { token, ids, comment }: Reviewer,
): Promise<readonly Asked[]> {
  const operations = everyOperation(schema, argumentValues(ids, comment));
  const [acts, questions] = [true, false].map((act) =>
    operations.filter(({ root }) => root.startsWith('Mutation.') === act),
  );
  const asked: Asked[] = [];
  for (const { name, root, text } of [...(acts ?? []), ...(questions ?? [])]) {
    const [coordinate = name] = name.split(' ');
    const recordedAs = [namesFor(coordinate, root)];
    asked.push({ name, recordedAs, answer: await gateway.ask(token, text) });
  }
  return asked;
}

/** Every document of the console's, with its variables, by its id: the acts first. */
export async function askConsole(
  gateway: TestGateway,
  { token, ids, comment }: Reviewer,
): Promise<readonly Asked[]> {
  const variables = consoleVariables(ids, comment);
  const documents = (await readConsoleDocuments()).map((document) => ({
    ...document,
    ...shapeOf(document.text),
  }));
  const asked: Asked[] = [];
  for (const { name, id, required, roots } of documents.toSorted((a, b) => Number(b.act) - Number(a.act))) {
    for (const given of variables[name] ?? [{}]) {
      const missing = required.filter((one) => !(one in given));
      if (missing.length > 0) throw new Error(`no value for ${name} $${missing}`);
      const body = JSON.stringify({ documentId: id, variables: given });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const answer = await gateway.send('/graphql', { method: 'POST', headers, body });
      asked.push({ name, recordedAs: roots, answer });
    }
  }
  return asked;
}

/** One of the demo's reviewers, through the console where told. */
export function reviewerToken(
  gateway: TestGateway,
  persona: 'auditor' | 'privacy-officer',
  content: Partial<TokenContent> = {},
): Promise<string> {
  return gateway.token({ ...PERSONAS[persona], scope: null, lifetimeSeconds: 600, ...content });
}

/** Rows about a patient are on record as fields of theirs. */
const ROWS: Readonly<Record<string, string>> = Object.freeze({
  'Query.breakGlassReviews': 'BreakGlassReview.patient',
  'Query.consentFindings': 'ConsentFinding.patient',
});
function namesFor(...coordinates: readonly string[]): readonly string[] {
  return coordinates.flatMap((one) => [one, ROWS[one] ?? one]);
}

/** Of a document with one operation: its required variables, and the coordinates that it starts from. */
function shapeOf(text: string) {
  const [operation] = parse(text).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const act = operation.operation === 'mutation';
  const required = (operation.variableDefinitions ?? [])
    .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined)
    .map(({ variable }) => variable.name.value);
  const roots = operation.selectionSet.selections.flatMap((root) => {
    if (root.kind !== Kind.FIELD) return [];
    const name = root.name.value;
    const below = root.selectionSet?.selections ?? [];
    const opened = below.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
    if (name === 'ledger') return opened.map((field) => [`Ledger.${field}`]);
    return [namesFor(`${act ? 'Mutation' : 'Query'}.${name}`)];
  });
  return { act, required, roots };
}
