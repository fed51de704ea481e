import type { Actor } from '../identity/actor.ts';
import type { AccessModel, SubjectType } from './access-model.ts';
import type { AccessVector } from './access-vector.ts';
import type { FieldDecision, PublicReason, RelationshipSet } from './decide.ts';
import { relationshipBit } from './decide.ts';
import { DenialList } from './denial-list.ts';
import type { FactsSource, SubjectFacts } from './facts.ts';
import { SubjectAccess } from './subject-access.ts';

/** What was asked for and refused before any row: an id that is nobody's or not this actor's, or a filter. */
export interface Refused {
  readonly coordinate: string;
  readonly type: string;
  /** As asked for; empty for a filter. */
  readonly id: string;
  readonly reason: PublicReason;
}

export type RelationshipRule = (facts: SubjectFacts) => RelationshipSet;

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
  readonly #relationshipsOf: RelationshipRule;
  readonly #subjects = new Map<string, SubjectAccess>();
  readonly #refused = new Map<string, Refused>();

  constructor(options: {
    readonly actor: Actor;
    readonly vector: AccessVector;
    readonly facts: FactsSource;
    readonly relationshipsOf: RelationshipRule;
    readonly now: number;
  }) {
    this.actor = options.actor;
    this.vector = options.vector;
    this.now = options.now;
    this.#facts = options.facts;
    this.#relationshipsOf = options.relationshipsOf;
  }

  get model(): AccessModel {
    return this.vector.model;
  }

  /** The subject access for facts at hand; computed once per patient. */
  admit(facts: SubjectFacts): SubjectAccess {
    const known = this.#subjects.get(facts.subjectId);
    if (known !== undefined) return known;
    const access = new SubjectAccess(this.vector, facts, facts.exists ? this.#relationshipsOf(facts) : 0);
    this.#subjects.set(facts.subjectId, access);
    return access;
  }

  /** Already known, or fetched in the patient's own batch. */
  subject(subjectId: string): SubjectAccess | Promise<SubjectAccess> {
    return this.#subjects.get(subjectId) ?? this.#facts.facts(subjectId).then((facts) => this.admit(facts));
  }

  /** Whether a patient (or a row of a type without categories of its own) exists for the actor. */
  admits(typeName: string, facts: SubjectFacts): boolean {
    const type = this.model.types[typeName];
    return type !== undefined && facts.exists && this.admit(facts).table(type, []).exists;
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
    if (type !== undefined && this.vector.table(type, [], relationshipBit('ORG')).exists)
      return { kind: 'TENANT' };
    return { kind: 'TIED' };
  }

  /** Whether rows may be left out for this class. Depends on the access class alone (design §4). */
  mayOmit(type: SubjectType): boolean {
    return type.rowCategories.length > 0 && this.vector.widest(type).some((table) => !table.exists);
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

  get subjects(): Iterable<SubjectAccess> {
    return this.#subjects.values();
  }
}
