import { print } from 'graphql';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import { expandRecord } from '../../src/ledger/expand-record.ts';
import { Chooser } from './chooser.ts';
import { generateDocument } from './generate-document.ts';
import { generatePerson, generateWorld, PATIENTS } from './generate-world.ts';
import { REWRITES, withOwnNames, withVariables } from './rewrite-document.ts';
import type { AnyWorld, Asking, Observed } from './two-worlds.ts';

export interface Rewording {
  readonly seed: number;
  readonly kind: string;
  readonly isAnswered: boolean;
  readonly differences: readonly string[];
  readonly queries: readonly string[];
}

const KINDS = [...Object.keys(REWRITES), 'variables', 'GET'];

/** One question in two wordings, of one world: the same values, and the same events in the ledger. */
export async function metamorphic(
  seed: number,
  anyWorld: AnyWorld,
  overlays: readonly TenantOverlay[],
): Promise<Rewording> {
  const choose = new Chooser(seed);
  for (;;) {
    const rewording = await reword(seed, choose, anyWorld, overlays);
    // The longer wording may be more than one document may ask for, which is said of its length alone.
    if (!rewording.differences.some((difference) => difference.includes('OPERATION_TOO_COMPLEX')))
      return rewording;
  }
}

async function reword(
  seed: number,
  choose: Chooser,
  anyWorld: AnyWorld,
  overlays: readonly TenantOverlay[],
): Promise<Rewording> {
  const { model, schema } = anyWorld;
  const world = generateWorld(choose, model, schema);
  const all = [...world.values()].flatMap(({ record, rows }) => [record, ...rows.map((row) => row.record)]);
  const record = choose.one(all);
  const patient = world.get(record.subjectId)?.record ?? record;
  const text = generateDocument(choose, schema, [`${record.resourceType}/${record.id}`], { record, patient });
  // Without a variable of its own, and with one patient by each kind of path.
  const plain = `${text
    .replace(/^query \([^)]*\) /, '')
    .replaceAll('after: $after', 'after: null')
    .replace(/\}$/, '')}
    more: patient(id: "${choose.one(PATIENTS)}") { id name { family } birthDate mrn address { city } } }`;
  const document = withOwnNames(plain.startsWith('query') ? plain : `query ${plain}`);
  const asking: Asking = {
    actor: generatePerson(choose),
    overlay: choose.one(overlays),
    query: print(document),
  };
  const kind = choose.one(KINDS.filter((one) => one !== 'GET' || !FILTERS.test(asking.query)));
  const rewrite = REWRITES[kind];
  const other: Asking = {
    ...asking,
    ...(rewrite === undefined ? {} : { query: print(rewrite(document, choose, schema)) }),
    ...(kind === 'variables' ? withVariables(document) : {}),
    ...(kind === 'GET' ? { method: 'GET' } : {}),
  };
  const one = await anyWorld.ask(asking, world);
  const two = await anyWorld.ask(other, world);
  const differences = [
    ...(one.status === two.status ? [] : [`status ${one.status} ${two.status} ${two.body.slice(0, 300)}`]),
    ...differ(valuesOf(one), valuesOf(two)),
    ...differ(eventsOf(one, kind), eventsOf(two, kind)),
  ];
  const isAnswered = eventsOf(one, kind).includes(`"decision":"PERMIT"`);
  return { seed, kind, isAnswered, differences, queries: [asking.query, other.query] };
}

/** What finds by value, or asks a model, never travels in a URL. */
const FILTERS = /search:|code:|date:|Date:|findPatient|category:|: insights/;

function differ(one: string, other: string): readonly string[] {
  if (one === other) return [];
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return [`${one.slice(Math.max(0, at - 150), at + 150)} <> ${other.slice(Math.max(0, at - 150), at + 150)}`];
}

/** Values by name, sorted, without what a rewording adds; a cursor is sealed anew each time. */
function valuesOf({ body }: Observed): string {
  const { data } = JSON.parse(body);
  return JSON.stringify(sorted(data)) ?? '';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name]) => !name.startsWith('added'))
    .map(([name, held]): [string, unknown] => {
      const plain = name.replace(/^z+/, '');
      const isCursor = /^(cursor|startCursor|endCursor)_/.test(plain) && held !== null;
      return [plain, isCursor ? 'a cursor' : sorted(held)];
    });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function eventsOf({ records }: Observed, kind: string): string {
  const events = records.flatMap((record) => [...expandRecord(record)]);
  const told = events
    // By another path, what is not there is refused by another name.
    .filter(({ coordinate }) => kind !== 'otherPath' || coordinate?.startsWith('Query.') !== true)
    .map(({ resource, coordinate, decision, mask, via }) =>
      JSON.stringify({ resource, coordinate, decision, mask, via }),
    );
  return [...new Set(told)].sort().join('\n');
}
