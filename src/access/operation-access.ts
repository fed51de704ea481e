import { PhieldError } from '../errors.ts';
import type { Actor } from '../identity/actor.ts';
import type { AccessModel, PhiFilter, SubjectType } from './access-model.ts';
import type { AccessVector } from './access-vector.ts';
import { plainCircumstances } from './circumstances.ts';
import type { FieldDecision, PublicReason } from './decide.ts';
import { relationshipBit } from './decide.ts';
import type { DecisionTable } from './decision-table.ts';
import { DenialList } from './denial-list.ts';
import type { FactsSource, SubjectFacts } from './facts.ts';
import { decideFilter } from './phi-filters.ts';
import type { SubjectSituation } from './subject-access.ts';
import { SubjectAccess } from './subject-access.ts';

/** What was asked for and refused before any row: an id that is nobody's or not this actor's, or a filter. */
export interface Refused {
  readonly coordinate: string;
  readonly type: string;
  /** As asked for; empty for a filter. */
  readonly id: string;
  readonly reason: PublicReason;
}

/** A PHI filter that was used. What it found is noted at the rows; that it was used, here. */
export interface Search {
  readonly filter: PhiFilter;
  /** Of the rows sought. */
  readonly type: string;
  readonly grant: string | null;
}

/**
 * Rows that one operation may be given, lists within lists and the same list under several names counted each
 * time: what a document multiplies, its length does not tell.
 */
export const MAX_ROWS = 100_000;

export type SituationRule = (facts: SubjectFacts) => SubjectSituation;

/**
 * Access during one operation: the class's vector, and one subject access per patient met. Lives as long
 * as the operation and is shared with nothing.
 */
export class OperationAccess {
  readonly actor: Actor;
  readonly vector: AccessVector;
  readonly denials = new DenialList();
  /** Milliseconds since the epoch, read once: every decision of an operation sees one time. */
  readonly now: number;
  readonly #facts: FactsSource;
  readonly #situationOf: SituationRule;
  readonly #subjects = new Map<string, SubjectAccess>();
  readonly #refused = new Map<string, Refused>();
  readonly #searches = new Map<string, Search>();
  /** Rows of one table are alike, so each filter is decided for it once. */
  readonly #open = new Map<DecisionTable, Map<PhiFilter, boolean>>();
  #rows = 0;

  constructor(options: {
    readonly actor: Actor;
    readonly vector: AccessVector;
    readonly facts: FactsSource;
    readonly situationOf: SituationRule;
    readonly now: number;
  }) {
    this.actor = options.actor;
    this.vector = options.vector;
    this.now = options.now;
    this.#facts = options.facts;
    this.#situationOf = options.situationOf;
  }

  get model(): AccessModel {
    return this.vector.model;
  }

  /** The subject access for facts at hand; computed once per patient. */
  admit(facts: SubjectFacts): SubjectAccess {
    const known = this.#subjects.get(facts.subjectId);
    if (known !== undefined) return known;
    const access = new SubjectAccess(this.vector, facts, this.#situationOf(facts), this.now);
    this.#subjects.set(facts.subjectId, access);
    return access;
  }

  /** Already known, or fetched in the patient's own batch. */
  subject(subjectId: string): SubjectAccess | Promise<SubjectAccess> {
    return this.#subjects.get(subjectId) ?? this.#facts.facts(subjectId).then((facts) => this.admit(facts));
  }

  /**
   * Whether a patient's record, seen as a row of this type, exists for the actor, and every filter it was
   * sought by is open for it.
   */
  admits(
    typeName: string,
    facts: SubjectFacts,
    record: Readonly<Record<string, unknown>> | null,
    filters: readonly string[] = [],
  ): boolean {
    const type = this.model.types[typeName];
    if (type === undefined || record === null) return false;
    const subject = this.admit(facts);
    const table = subject.find(type, record);
    return table !== null && this.#areOpen(filters, table);
  }

  /**
   * Whether a row exists for the actor, its patient having been met, and every filter it is sought by is open for
   * it: asked before rows are counted.
   */
  admitsRow(
    typeName: string,
    subjectId: string,
    record: Readonly<Record<string, unknown>>,
    filters: readonly string[] = [],
  ): boolean {
    const type = this.model.types[typeName];
    const subject = this.#subjects.get(subjectId);
    const table = type === undefined ? null : (subject?.find(type, record) ?? null);
    return table?.searchable === true && this.#areOpen(filters, table);
  }

  #areOpen(filters: readonly string[], table: DecisionTable): boolean {
    if (filters.length === 0) return true;
    return filters.every((coordinate) => {
      const filter = this.model.filters[coordinate];
      return filter !== undefined && this.isOpen(filter, table);
    });
  }

  /** Whether rows of these decisions may be found by a filter: what is found by a value must hold it openly. */
  isOpen(filter: PhiFilter, table: DecisionTable): boolean {
    const known = this.#open.get(table) ?? new Map<PhiFilter, boolean>();
    this.#open.set(table, known);
    const open = known.get(filter) ?? this.#decideOpen(filter, table);
    known.set(filter, open);
    return open;
  }

  #decideOpen(filter: PhiFilter, { type, categories, circumstances }: DecisionTable): boolean {
    const rowCategories = type.categoryField === null ? [] : categories.split('+');
    return decideFilter(this.vector, filter, rowCategories, circumstances).decision === 'PERMIT';
  }

  /** Whether rows with labels are looked for at all. Depends on the access class alone. */
  get mayOpenLabels(): boolean {
    return this.vector.mayOpenLabels;
  }

  /** Categories of which this actor sees rows of the type for a patient already met; `null`: all. */
  readableCategories(typeName: string, subjectId: string): readonly string[] | null {
    const type = this.model.types[typeName];
    const subject = this.#subjects.get(subjectId);
    if (type === undefined || subject === undefined) return [];
    return subject.readableCategories(type);
  }

  /**
   * Whose patients a list may show: the tenant's when ORG opens Patient rows to this class, else one's own
   * record, else those tied to the actor. Lists are narrowed in key conditions, before counts and cursors.
   */
  patientScope(): { kind: 'TENANT' } | { kind: 'TIED' } | { kind: 'ONE'; subjectId: string } {
    const type = this.model.types.Patient;
    const { actor } = this;
    if (actor.patient !== null) return { kind: 'ONE', subjectId: actor.patient };
    if (actor.roles.includes('PATIENT') && actor.fhirUser?.startsWith('Patient/')) {
      return { kind: 'ONE', subjectId: actor.fhirUser.slice('Patient/'.length) };
    }
    if (
      type !== undefined &&
      this.vector.table(type, [], this.vector.setting(plainCircumstances(relationshipBit('ORG')))).exists
    )
      return { kind: 'TENANT' };
    return { kind: 'TIED' };
  }

  /** Whether rows may be left out for this class. Depends on the access class alone (design §4). */
  mayOmit(type: SubjectType): boolean {
    return this.vector.mayWithhold(type) || this.vector.widest(type).some((table) => !table.exists);
  }

  /** The best that any relationship gives this class of each field: for an answer without a row. */
  widestDecisions(type: SubjectType): readonly FieldDecision[] {
    const tables = this.vector.widest(type);
    return type.fields.map((field) => {
      const [first, ...rest] = tables.map((table) => table.decisions[field.index]);
      return (
        rest.reduce(
          (best, next) => (best?.decision === 'DENY' && next?.decision !== 'DENY' ? next : best),
          first,
        ) ?? { decision: 'DENY', mask: 'REDACT', reason: 'ERROR', grant: null }
      );
    });
  }

  refuse(refused: Refused): void {
    this.#refused.set(`${refused.coordinate} ${refused.type}/${refused.id}`, Object.freeze(refused));
  }

  get refused(): Iterable<Refused> {
    return this.#refused.values();
  }

  /** @throws PhieldError OPERATION_TOO_COMPLEX once an operation is given more rows than `MAX_ROWS`. */
  countRows(count: number): void {
    this.#rows += count;
    if (this.#rows > MAX_ROWS) throw new PhieldError('OPERATION_TOO_COMPLEX', 'rows of one operation');
  }

  noteSearch(search: Search): void {
    this.#searches.set(`${search.filter.coordinate} ${search.type}`, Object.freeze(search));
  }

  get searches(): Iterable<Search> {
    return this.#searches.values();
  }

  get subjects(): Iterable<SubjectAccess> {
    return this.#subjects.values();
  }
}
