import { beforeAll, describe, expect, it } from 'vitest';
import type { MatrixCell, MatrixPolicy } from '../../src/access/access-matrix.ts';
import { accessMatrix, declaredPolicy } from '../../src/access/access-matrix.ts';
import { MASKS, type Mask, type PhiField, type Relationship } from '../../src/access/access-model.ts';
import { strictness } from '../../src/access/decide.ts';
import { maskValue } from '../../src/access/masks.ts';
import type { LedgerEvent } from '../../src/ledger/ledger-event.ts';
import { mayUseRoots } from '../../src/may-use-roots.ts';
import { NOW } from '../properties/generate-situation.ts';
import { type CellDocument, cellDocuments } from './reality/cell-documents.ts';
import { type CellGateway, type Observed, openCellGateway } from './reality/cell-gateway.ts';
import { actorOf, heldBy, type PatientName } from './reality/cell-world.ts';
import {
  listFilterQuery,
  listFilters,
  ROOT_FILTER_QUERY,
  ROOT_FILTERS,
  rootFilters,
} from './reality/filter-documents.ts';

let gateway: CellGateway;
let policy: MatrixPolicy;
let cells: ReadonlyMap<string, MatrixCell>;
/** What is stored, by row and coordinate, in the shape that the schema gives it. */
const stored = new Map<string, unknown>();

const keyOf = (coordinate: string, category: string, role: string, purpose: string) =>
  `${coordinate} ${category} ${role} ${purpose}`;

beforeAll(async () => {
  gateway = await openCellGateway();
  const { model } = gateway;
  policy = { ...declaredPolicy(model), mayUse: mayUseRoots(model, declaredPolicy(model)) };
  cells = new Map(
    [...accessMatrix(model, policy)].map((cell) => [
      keyOf(cell.coordinate, cell.category, cell.role, cell.purpose),
      cell,
    ]),
  );
  for (const role of ['PHYSICIAN', 'PATIENT', 'PROXY']) {
    for (const purpose of ['TREAT', 'HPAYMT', 'PATADMIN', 'PATRQT', 'HOPERAT', 'CAREMGT']) {
      for (const document of cellDocuments(gateway, role)) {
        keep(document, await gateway.bare(actorOf(role, purpose), document.query));
      }
    }
  }
});

function keep({ rows }: CellDocument, { data }: Observed): void {
  for (const { alias, type, id } of rows) {
    for (const field of type.fields) {
      const value = valueAt(data, alias, field.name);
      if (value !== null && field.rowType === null) stored.set(`${id} ${field.coordinate}`, value);
    }
  }
}

function valueAt(data: Observed['data'], alias: string, field: string): unknown {
  const root = data[alias];
  const row: unknown = Array.isArray(root) ? root[0] : root;
  return propertyOf(row, field);
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) ?? null) : null;
}

describe('the matrix and what is answered', () => {
  it('has something stored for nearly every field, so that a mask can be told from nothing', () => {
    const fields = Object.values(gateway.model.types).flatMap((type) => type.fields);
    const valued = new Set([...stored.keys()].map((key) => key.split(' ')[1]));
    const empty = fields.filter(({ rowType, coordinate }) => rowType === null && !valued.has(coordinate));
    expect(empty.map(({ coordinate }) => coordinate)).toEqual(NOTHING_STORED);
  });

  it('are the same for every cell: coordinate × category × role × purpose', {
    timeout: 600_000,
  }, async () => {
    const { model } = gateway;
    const checked = new Set<string>();
    const reached = new Set<string>();
    let answers = 0;
    for (const role of model.roles) {
      const documents = cellDocuments(gateway, role);
      const held = heldBy(role);
      for (const purpose of Object.keys(model.purposeAncestors)) {
        const actor = actorOf(role, purpose);
        for (const document of documents) {
          const observed = await gateway.ask(actor, document.query);
          answers += compareRows(document, observed, role, purpose, checked, reached);
        }
        // A glass opens filters, too: the table's mark says so, and no cell does.
        for (const patient of namesOf(held).filter((name) => name !== 'glass')) {
          const { events } = await gateway.ask(actor, listFilterQuery(model, patient));
          compareListFilters(events, role, purpose, held[patient] ?? [], checked);
        }
        const { events } = await gateway.ask(actor, ROOT_FILTER_QUERY);
        compareRootFilters(events, role, purpose, checked);
      }
    }
    process.stdout.write(`matrix: ${cells.size} cells, ${checked.size} executed, ${answers} answers\n`);
    expect([...cells.keys()].filter((key) => !checked.has(key))).toEqual([]);
    // Whatever the matrix opens was opened by somebody, by each relationship that it names.
    const promised = [...cells.values()].flatMap((cell) =>
      isField(cell.coordinate)
        ? cell.relationship.map(
            (tie) => `${keyOf(cell.coordinate, cell.category, cell.role, cell.purpose)} ${tie}`,
          )
        : [],
    );
    expect(promised.filter((key) => !reached.has(key))).toEqual([]);
    expect(promised.length).toBeGreaterThan(5_000);
  });
});

/** Read from extensions, which the test's world has none of: whole or null, null is what is there. */
const NOTHING_STORED: readonly string[] = [
  ...['Consent.purposes', 'Consent.lawfulBasis', 'Consent.formVersion', 'Consent.collectionMethod'],
  ...['Consent.reconsentDue', 'Consent.renews', 'Patient.ethnicity'],
];

function isField(coordinate: string): boolean {
  return Object.values(gateway.model.types).some((type) =>
    type.fields.some((field) => field.coordinate === coordinate),
  );
}

function namesOf(held: ReturnType<typeof heldBy>): readonly PatientName[] {
  return [...gateway.cells.world.keys()].flatMap((name) => (isHeld(name, held) ? [name] : []));
}

function isHeld(name: string, held: ReturnType<typeof heldBy>): name is PatientName {
  return name in held;
}

/** @returns how many answers were looked at. */
function compareRows(
  { rows }: CellDocument,
  { data, events }: Observed,
  role: string,
  purpose: string,
  checked: Set<string>,
  reached: Set<string>,
): number {
  const told = new Map(events.map((event) => [`${event.resource.id} ${event.coordinate}`, event]));
  let answers = 0;
  for (const { alias, type, id, patient, category } of rows) {
    const held = heldBy(role)[patient] ?? [];
    for (const field of type.fields) {
      const categories =
        field.category !== null
          ? [field.category]
          : category === null
            ? Object.keys(field.grants)
            : [category];
      const met = categories.flatMap((one) => cells.get(keyOf(field.coordinate, one, role, purpose)) ?? []);
      const event = told.get(`${id} ${field.coordinate}`);
      const value = valueAt(data, alias, field.name);
      const where = { role, purpose, patient, id, coordinate: field.coordinate };
      if (field.rowType === null) compareField(met, event, value, field, { ...where, held });
      else compareList(met, event, value, { ...where, held });
      for (const cell of met) {
        const key = keyOf(cell.coordinate, cell.category, role, purpose);
        checked.add(key);
        for (const tie of held) if (cell.relationship.includes(tie)) reached.add(`${key} ${tie}`);
        answers += 1;
      }
    }
  }
  return answers;
}

interface Where {
  readonly role: string;
  readonly purpose: string;
  readonly patient: PatientName;
  readonly id: string;
  readonly coordinate: string;
  readonly held: readonly Relationship[];
}

const isOpen = (cell: MatrixCell, held: readonly Relationship[]) =>
  cell.relationship.some((tie) => held.includes(tie));

/** One field of one row: the decision on record, and the value that came of it. */
function compareField(
  [cell, ...others]: readonly MatrixCell[],
  event: LedgerEvent | undefined,
  value: unknown,
  field: PhiField,
  where: Where,
): void {
  if (cell === undefined || others.length > 0) throw new Error(`no one cell for ${JSON.stringify(where)}`);
  const decided = event ?? { decision: 'DENY', mask: 'REDACT', reason: 'ROW' };
  const { patient, held, id, coordinate } = where;
  if (patient === 'glass' && !isOpen(cell, held)) {
    const opened = opensByGlass(field, cell) ? ['PERMIT', 'BREAK_GLASS'] : ['DENY', ''];
    expect({ where, opened: [decided.decision, opened[1] && decided.reason] }).toEqual({ where, opened });
  } else if (isOpen(cell, held)) {
    const answer = { where, decision: decided.decision, mask: decided.mask };
    const promised = { where, decision: cell.decision === 'WHOLE' ? 'PERMIT' : 'MASK', mask: cell.mask };
    expect(answer).toEqual(promised);
  } else if (decided.decision !== 'DENY') {
    // Another relationship gives less than the most, and never as much.
    const most = cell.mask === null ? -1 : strictness(cell.mask);
    expect({ where, less: most >= 0 && strictness(maskOf(event)) > most }).toEqual({ where, less: true });
  }
  const facts = gateway.cells.world.get(patient)?.facts;
  if (facts === undefined) throw new Error(`no patient ${patient}`);
  const whole = stored.get(`${id} ${coordinate}`) ?? null;
  const left =
    decided.decision === 'DENY'
      ? null
      : decided.decision === 'PERMIT'
        ? whole
        : maskValue(whole, field.value, maskOf(event), {
            ...{ birthDate: facts.birthDate, deceasedDate: facts.deceasedDate, now: NOW },
            ...{ pseudonymKey: facts.pseudonymKey, zip3Populous: () => true },
          });
  const [answered, expected] = [JSON.stringify(value), JSON.stringify(left)];
  if (answered !== expected) expect({ where, answered }).toEqual({ where, answered: expected });
}

function maskOf(event: LedgerEvent | undefined): Mask {
  return MASKS.find((mask) => mask === event?.mask) ?? 'REDACT';
}

function opensByGlass(field: PhiField, { category, role, purpose }: MatrixCell): boolean {
  return (field.grants[category] ?? []).some(
    (grant) =>
      grant.breakGlass &&
      grant.roles.includes(role) &&
      grant.purposes.some((one) => gateway.model.purposeAncestors[purpose]?.includes(one)),
  );
}

/** A field that leads to rows is there or not; of each kind of row there is one, where its cell says so. */
function compareList(
  met: readonly MatrixCell[],
  event: LedgerEvent | undefined,
  value: unknown,
  where: Where,
): void {
  const open = met.filter((cell) => isOpen(cell, where.held));
  if (where.patient === 'glass') return;
  const decision = event?.decision ?? 'DENY';
  expect({ where, decision }).toEqual({ where, decision: open.length > 0 ? 'PERMIT' : 'DENY' });
  const edges = propertyOf(value, 'edges');
  if (!Array.isArray(edges)) return;
  expect({ where, rows: edges.length }).toEqual({ where, rows: open.length });
}

function decisionOn(events: readonly LedgerEvent[], coordinate: string): string {
  const found = events.filter((event) => event.coordinate === coordinate);
  return found.some(({ decision }) => decision === 'PERMIT') ? 'PERMIT' : 'DENY';
}

/** Rows of all kinds that are there are looked through, so each of them has to be open whole. */
function compareListFilters(
  events: readonly LedgerEvent[],
  role: string,
  purpose: string,
  held: readonly Relationship[],
  checked: Set<string>,
): void {
  for (const { coordinate, grants } of listFilters(gateway.model)) {
    const list = coordinate.replace(/\(.*$/, '');
    const kinds = Object.keys(grants).flatMap((category) => {
      const key = keyOf(coordinate, category, role, purpose);
      const own = cells.get(key);
      const there = cells.get(keyOf(list, category, role, purpose));
      checked.add(key);
      return own === undefined || there === undefined || !isOpen(there, held) ? [] : [isOpen(own, held)];
    });
    const decision = kinds.length > 0 && kinds.every(Boolean) ? 'PERMIT' : 'DENY';
    const where = { role, purpose, held, coordinate };
    expect({ where, decision: decisionOn(events, coordinate) }).toEqual({ where, decision });
  }
}

function compareRootFilters(
  events: readonly LedgerEvent[],
  role: string,
  purpose: string,
  checked: Set<string>,
): void {
  for (const { coordinate, grants } of rootFilters(gateway.model)) {
    expect(ROOT_FILTERS[coordinate]).toBeDefined();
    for (const category of Object.keys(grants)) {
      const key = keyOf(coordinate, category, role, purpose);
      checked.add(key);
      const decision = cells.get(key)?.decision === 'WHOLE' ? 'PERMIT' : 'DENY';
      expect({ key, decision: decisionOn(events, coordinate) }).toEqual({ key, decision });
    }
  }
}
