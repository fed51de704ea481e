import type { SubjectType } from './access-model.ts';
import type { AccessVector, DecisionTable, Setting } from './access-vector.ts';
import type { ConsentVerdict, ConsentView } from './consent/consent-view.ts';
import type { RelationshipSet, SilentReason } from './decide.ts';
import { isSilent } from './decide.ts';
import type { Reveal, SubjectFacts } from './facts.ts';
import { Row } from './row.ts';

/** What follows from one patient's facts for one actor, under the tenant's settings. */
export interface SubjectSituation {
  readonly relationships: RelationshipSet;
  readonly consents: ConsentView;
}

/** A row that consent or a label withholds. The caller is told nothing of it; the ledger is. */
export interface WithheldRow {
  readonly type: string;
  readonly id: string;
  readonly reason: SilentReason;
  readonly consent: string | null;
}

/**
 * The answer for one actor and one patient in one operation, computed once from the facts; and the rows
 * of that patient met so far.
 */
export class SubjectAccess {
  readonly facts: SubjectFacts;
  readonly relationships: RelationshipSet;
  /** Id of the glass in force, or `null`. */
  readonly glass: string | null;
  readonly #vector: AccessVector;
  readonly #consents: ConsentView;
  readonly #reveals: readonly Reveal[];
  readonly #rows = new Map<string, Row>();
  readonly #withheld = new Map<string, WithheldRow>();
  /** Setting of rows without labels or reveals, where consents look at no row. */
  readonly #usual: Setting | null;

  /** @param now milliseconds; a glass or reveal that is not in force then is none. */
  constructor(vector: AccessVector, facts: SubjectFacts, situation: SubjectSituation, now: number) {
    const { glass, reveals } = facts;
    this.#vector = vector;
    this.facts = facts;
    this.relationships = facts.exists ? situation.relationships : 0;
    this.glass = glass !== null && glass.openedAt <= now && now < glass.expiresAt ? glass.id : null;
    this.#consents = situation.consents;
    this.#reveals = reveals.length === 0 ? reveals : reveals.filter(({ expiresAt }) => now < expiresAt);
    const { always } = this.#consents;
    this.#usual =
      always === null || facts.labels.length > 0 ? null : this.#setting(always.permit, facts.labels, NONE);
  }

  /** The one Row for this record, or `null` when the row does not exist for the actor or has no id to be recorded by. */
  row(type: SubjectType, record: Readonly<Record<string, unknown>>): Row | null {
    const id = idOf(record);
    const key = `${type.name}/${id}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (id === '') return null;
    const verdict = this.#verdict(type, record);
    const table = this.#tableIfThere(type, record, verdict);
    if (table === null) return null;
    const row = new Row(record, id, table, this, verdict.consent);
    this.#rows.set(key, row);
    return row;
  }

  /** Whether a record is there for the actor; one that is withheld is noted for the ledger. */
  exists(type: SubjectType, record: Readonly<Record<string, unknown>>): boolean {
    return this.#tableIfThere(type, record, this.#verdict(type, record)) !== null;
  }

  /** The decisions for a record, whether or not it is there. */
  tableOf(type: SubjectType, record: Readonly<Record<string, unknown>>): DecisionTable {
    return this.#table(type, record, this.#verdict(type, record));
  }

  /** Categories of which this actor may see rows of the type; `null` when it may see them all. */
  readableCategories(type: SubjectType): readonly string[] | null {
    const { rowCategories } = type;
    // A row that only a consent or a label withholds is looked for and refused one by one.
    const setting = this.#setting(true, NONE, NONE);
    const readable = rowCategories.filter((category) => this.#vector.mayRead(type, category, setting));
    return readable.length === rowCategories.length ? null : readable;
  }

  get rows(): Iterable<Row> {
    return this.#rows.values();
  }

  get withheld(): Iterable<WithheldRow> {
    return this.#withheld.values();
  }

  #verdict(type: SubjectType, record: Readonly<Record<string, unknown>>): ConsentVerdict {
    const { always } = this.#consents;
    if (this.#usual !== null && always !== null && !isLabelled(record)) return always;
    return this.#consents.decide(type.name, record, this.#labelsOf(record));
  }

  #table(
    type: SubjectType,
    record: Readonly<Record<string, unknown>>,
    verdict: ConsentVerdict,
  ): DecisionTable {
    const setting =
      this.#usual !== null && this.#reveals.length === 0 && !isLabelled(record)
        ? this.#usual
        : this.#setting(verdict.permit, this.#labelsOf(record), this.#revealed(type, record));
    return this.#vector.table(type, categoriesOf(type, record), setting);
  }

  #tableIfThere(
    type: SubjectType,
    record: Readonly<Record<string, unknown>>,
    verdict: ConsentVerdict,
  ): DecisionTable | null {
    if (!this.facts.exists) return null;
    const table = this.#table(type, record, verdict);
    if (table.exists) return table;
    const reason = table.decisions.map((decided) => decided.reason).find(isSilent);
    const id = idOf(record);
    if (reason !== undefined && id !== '') {
      const { consent } = verdict;
      this.#withheld.set(`${type.name}/${id}`, Object.freeze({ type: type.name, id, reason, consent }));
    }
    return null;
  }

  #setting(consented: boolean, labels: readonly string[], revealed: readonly string[]): Setting {
    const { relationships, glass } = this;
    return this.#vector.setting({ relationships, consented, labels, glass: glass !== null, revealed });
  }

  #labelsOf(record: Readonly<Record<string, unknown>>): readonly string[] {
    const { labels } = record;
    // What is no list of labels may hide one.
    const own = labels === undefined ? NONE : textsOf(labels, UNREADABLE);
    return [...new Set([...this.facts.labels, ...own])].sort();
  }

  #revealed(type: SubjectType, record: Readonly<Record<string, unknown>>): readonly string[] {
    if (this.#reveals.length === 0) return NONE;
    const resource = `${type.name}/${idOf(record)}`;
    const open = this.#reveals.filter((reveal) => reveal.resource === resource);
    return open.map(({ coordinate }) => coordinate).sort();
  }
}

const NONE: readonly string[] = Object.freeze([]);
const UNREADABLE: readonly string[] = Object.freeze(['UNKNOWN']);

function isLabelled({ labels }: Readonly<Record<string, unknown>>): boolean {
  return labels !== undefined && !(Array.isArray(labels) && labels.length === 0);
}

function textsOf(value: unknown, otherwise: readonly string[]): readonly string[] {
  if (!Array.isArray(value)) return otherwise;
  return value.map((item: unknown) => (typeof item === 'string' ? item : 'UNKNOWN'));
}

function idOf({ id }: Readonly<Record<string, unknown>>): string {
  return typeof id === 'string' ? id : '';
}

/** The row's categories as its record states them: one string, or a list. */
function categoriesOf(type: SubjectType, record: Readonly<Record<string, unknown>>): readonly string[] {
  if (type.categoryField === null) return NONE;
  const stated = record[type.categoryField];
  if (typeof stated === 'string') return [stated];
  return Array.isArray(stated) ? stated.filter((item) => typeof item === 'string') : NONE;
}
