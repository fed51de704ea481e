import type { SubjectType } from './access-model.ts';
import type { AccessVector, DecisionTable } from './access-vector.ts';
import type { RelationshipSet } from './decide.ts';
import type { SubjectFacts } from './facts.ts';
import { Row } from './row.ts';

/**
 * The answer for one actor and one patient in one operation, computed once from the facts; and the rows
 * of that patient met so far.
 */
export class SubjectAccess {
  readonly facts: SubjectFacts;
  readonly relationships: RelationshipSet;
  readonly #vector: AccessVector;
  readonly #rows = new Map<string, Row>();

  constructor(vector: AccessVector, facts: SubjectFacts, relationships: RelationshipSet) {
    this.#vector = vector;
    this.facts = facts;
    this.relationships = relationships;
  }

  table(type: SubjectType, categories: readonly string[]): DecisionTable {
    return this.#vector.table(type, categories, this.relationships);
  }

  /** The one Row for this record, or `null` when the row does not exist for the actor or has no id to be recorded by. */
  row(type: SubjectType, record: Readonly<Record<string, unknown>>): Row | null {
    const id = typeof record.id === 'string' ? record.id : '';
    const key = `${type.name}/${id}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (id === '') return null;
    const table = this.#tableIfThere(type, record);
    if (table === null) return null;
    const row = new Row(record, id, table, this);
    this.#rows.set(key, row);
    return row;
  }

  /** Whether a record is there for the actor, without noting anything: for counting. */
  exists(type: SubjectType, record: Readonly<Record<string, unknown>>): boolean {
    return this.#tableIfThere(type, record) !== null;
  }

  #tableIfThere(type: SubjectType, record: Readonly<Record<string, unknown>>): DecisionTable | null {
    const table = this.table(type, categoriesOf(type, record));
    if (!table.exists || !this.facts.exists || isLabelled(record)) return null;
    return table;
  }

  /** Categories of which this actor sees rows of the type; `null` when it sees them all. */
  readableCategories(type: SubjectType): readonly string[] | null {
    const { rowCategories } = type;
    const readable = rowCategories.filter((category) => this.table(type, [category]).exists);
    return readable.length === rowCategories.length ? null : readable;
  }

  get rows(): Iterable<Row> {
    return this.#rows.values();
  }
}

/** No grant opens a label yet, so a labelled row denies (design §4), and silently: it does not exist. */
function isLabelled(record: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(record.labels) && record.labels.length > 0;
}

const NO_CATEGORY: readonly string[] = Object.freeze([]);

/** The row's categories as its record states them: one string, or a list. */
function categoriesOf(type: SubjectType, record: Readonly<Record<string, unknown>>): readonly string[] {
  if (type.categoryField === null) return NO_CATEGORY;
  const stated = record[type.categoryField];
  if (typeof stated === 'string') return [stated];
  return Array.isArray(stated) ? stated.filter((item) => typeof item === 'string') : NO_CATEGORY;
}
