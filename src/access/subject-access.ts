import type { SubjectType } from './access-model.ts';
import type { AccessVector } from './access-vector.ts';
import type { ConsentVerdict, ConsentView } from './consent/consent-view.ts';
import type { RelationshipSet, SilentReason } from './decide.ts';
import type { DecisionTable, Setting } from './decision-table.ts';
import type { Reveal, SubjectFacts } from './facts.ts';
import { Row } from './row.ts';

/** What follows from one patient's facts for one actor, under the tenant's settings. */
export interface SubjectSituation {
  readonly relationships: RelationshipSet;
  readonly consents: ConsentView;
  /** Id of the glass in force, or `null`. */
  readonly glass: string | null;
}

/** A row that consent or a label withholds. The caller is told nothing of it; the ledger is. */
export interface WithheldRow {
  readonly type: string;
  readonly id: string;
  readonly reason: SilentReason;
  readonly consent: string | null;
}

/** What one row's labels and the patient's consents make of it. */
interface Judged {
  readonly setting: Setting;
  readonly verdict: ConsentVerdict;
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
  /** Of each resource the first, and those that are decided otherwise. */
  readonly #rows: Row[] = [];
  /** The last of them: by `SubjectType.index`, then by logical id. */
  readonly #byId: (Map<string, Row> | undefined)[] = [];
  readonly #withheld = new Map<string, WithheldRow>();
  /** Rows that are not decided like most are: each once. */
  readonly #judged = new Map<object, Judged & { readonly type: SubjectType }>();
  /** The same by type and labels, where consents look at nothing else. */
  readonly #byLabels = new Map<string, Judged>();
  /** What holds for rows without labels or reveals, where consents look at no row. */
  readonly #usual: Judged | null;

  /** @param now milliseconds; a reveal that is not in force then is none. */
  constructor(vector: AccessVector, facts: SubjectFacts, situation: SubjectSituation, now: number) {
    const { reveals } = facts;
    this.#vector = vector;
    this.facts = facts;
    this.relationships = facts.exists ? situation.relationships : 0;
    this.glass = situation.glass;
    this.#consents = situation.consents;
    this.#reveals = reveals.length === 0 ? reveals : reveals.filter(({ expiresAt }) => now < expiresAt);
    const { always } = this.#consents;
    this.#usual =
      always === null || facts.labels.length > 0 || this.#reveals.length > 0
        ? null
        : { setting: this.#setting(always.permit, NONE, NONE), verdict: always };
  }

  /** The Row of this record and no other, or `null` when the row does not exist for the actor or has no id to be recorded by. */
  row(type: SubjectType, record: Readonly<Record<string, unknown>>): Row | null {
    const id = idOf(record);
    const known = this.#byId[type.index]?.get(id);
    if (known !== undefined && known.record === record) return known;
    if (id === '') return null;
    const judged = this.#judge(type, record);
    const table = this.#tableIfThere(type, record, judged);
    if (table === null) return null;
    const { consent } = judged.verdict;
    if (known !== undefined && known.table === table && known.consent === consent) {
      return new Row(record, id, table, this, consent, known);
    }
    const row = new Row(record, id, table, this, consent);
    const ofType = this.#byId[type.index] ?? new Map<string, Row>();
    this.#byId[type.index] = ofType.set(id, row);
    this.#rows.push(row);
    return row;
  }

  /** The decisions for a record that is there for the actor; `null` for one that is not, noted where it is withheld. */
  find(type: SubjectType, record: Readonly<Record<string, unknown>>): DecisionTable | null {
    return this.#tableIfThere(type, record, this.#judge(type, record));
  }

  /** The decisions for a record, whether or not it is there. */
  tableOf(type: SubjectType, record: Readonly<Record<string, unknown>>): DecisionTable {
    return this.#vector.table(type, categoriesOf(type, record), this.#judge(type, record).setting);
  }

  #tableIfThere(
    type: SubjectType,
    record: Readonly<Record<string, unknown>>,
    judged: Judged,
  ): DecisionTable | null {
    if (!this.facts.exists) return null;
    const table = this.#vector.table(type, categoriesOf(type, record), judged.setting);
    if (table.exists) return table;
    if (table.silent !== null) this.#noteWithheld(type, record, table.silent, judged.verdict);
    return null;
  }

  /** Categories of which this actor may see rows of the type; `null` when it may see them all. */
  readableCategories(type: SubjectType): readonly string[] | null {
    // A row that only a consent or a label withholds is looked for and refused one by one.
    return this.#vector.readableCategories(type, this.#setting(true, NONE, NONE));
  }

  get rows(): Iterable<Row> {
    return this.#rows;
  }

  get withheld(): Iterable<WithheldRow> {
    return this.#withheld.values();
  }

  /** Where most rows are alike, one answer serves them all. */
  #judge(type: SubjectType, record: Readonly<Record<string, unknown>>): Judged {
    if (this.#usual !== null && !isLabelled(record)) return this.#usual;
    const known = this.#judged.get(record);
    // One record may be read as rows of two types (Patient, PatientMatch), which consents tell apart.
    if (known?.type === type) return known;
    const key = this.#labelsKey(type, record);
    const alike = key === null ? undefined : this.#byLabels.get(key);
    if (alike !== undefined) return alike;
    const labels = this.#labelsOf(record);
    const verdict = this.#consents.decide(type.name, record, labels);
    const setting = this.#setting(verdict.permit, labels, this.#revealed(type, record));
    const judged = { type, verdict, setting };
    if (key === null) this.#judged.set(record, judged);
    else this.#byLabels.set(key, judged);
    return judged;
  }

  /** `null`: more than type and labels may matter. */
  #labelsKey(type: SubjectType, record: Readonly<Record<string, unknown>>): string | null {
    if (this.#consents.always === null || this.#reveals.length > 0) return null;
    if (!isLabelled(record)) return `${type.index}`;
    const { labels } = record;
    const isPlain = Array.isArray(labels) && labels.every((label) => typeof label === 'string');
    return isPlain ? `${type.index} ${JSON.stringify(labels)}` : null;
  }

  #noteWithheld(
    { name }: SubjectType,
    record: Readonly<Record<string, unknown>>,
    reason: SilentReason,
    { consent }: ConsentVerdict,
  ): void {
    const id = idOf(record);
    if (id === '') return;
    this.#withheld.set(`${name}/${id}`, Object.freeze({ type: name, id, reason, consent }));
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
