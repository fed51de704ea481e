import type { OperationRecord } from '../ledger/operation-record.ts';

/** Roles of patients and of those who act for them. */
export const INDIVIDUALS: readonly string[] = Object.freeze(['PATIENT', 'PROXY']);

/** Somebody who acted as staff, or a program, in the period. */
export interface CountedPerson {
  readonly actor: string;
  /** All under which something was done. */
  readonly roles: readonly string[];
  readonly operations: number;
  readonly acts: number;
  readonly first: string;
  readonly last: string;
}

/** What one role did for one purpose. What was read through a glass stands under the purpose of the operation. */
export interface CountedRole {
  readonly role: string;
  readonly purpose: string | null;
  readonly operations: number;
  readonly people: number;
  readonly given: number;
  readonly masked: number;
  readonly refused: number;
  readonly throughGlass: number;
}

interface Person {
  readonly roles: Set<string>;
  operations: number;
  acts: number;
  readonly first: string;
  last: string;
}

interface Role {
  readonly people: Set<string>;
  operations: number;
  given: number;
  masked: number;
  refused: number;
  throughGlass: number;
}

/** Who acted, and what each role came to. Patients and those who act for them are counted and not named. */
export class PeopleCount {
  readonly #staff = new Map<string, Person>();
  readonly #individuals = new Set<string>();
  readonly #patients = new Set<string>();
  readonly #roles = new Map<string, Role>();

  /** @param isWhole false: a later part of a record that was split. */
  observe(record: OperationRecord, isWhole: boolean): void {
    const { kind, actor } = record;
    if (actor !== null && kind !== 'refusal') this.#person(actor, record, isWhole);
    if (kind !== 'operation') return;
    const fields = countFields(record);
    for (const role of record.roles) {
      const known = this.#role(`${role} ${record.purpose ?? ''}`);
      if (isWhole) known.operations += 1;
      if (actor !== null) known.people.add(actor);
      known.given += fields.given;
      known.masked += fields.masked;
      known.refused += fields.refused;
      known.throughGlass += fields.throughGlass;
    }
    for (const subject of fields.subjects) this.#patients.add(subject);
  }

  /** By name. */
  staff(): readonly CountedPerson[] {
    return [...this.#staff]
      .map(([actor, { roles, ...counted }]) => ({ actor, roles: [...roles].toSorted(), ...counted }))
      .toSorted((a, b) => (a.actor < b.actor ? -1 : 1));
  }

  /** By role, then purpose. */
  roles(): readonly CountedRole[] {
    return [...this.#roles]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { people, ...counted }]) => {
        const [role = '', purpose = ''] = key.split(' ');
        return { role, purpose: purpose === '' ? null : purpose, people: people.size, ...counted };
      });
  }

  /** Distinct patients who signed in, and those who act for them. */
  get individuals(): number {
    return this.#individuals.size;
  }

  /** Distinct patients of whose record something was given. */
  get patients(): number {
    return this.#patients.size;
  }

  #person(actor: string, { kind, roles, time }: OperationRecord, isWhole: boolean): void {
    if (roles.length > 0 && roles.every((role) => INDIVIDUALS.includes(role))) {
      this.#individuals.add(actor);
      return;
    }
    const known = this.#staff.get(actor) ?? {
      roles: new Set<string>(),
      operations: 0,
      acts: 0,
      first: time,
      last: time,
    };
    for (const role of roles) known.roles.add(role);
    if (isWhole && kind === 'operation') known.operations += 1;
    if (isWhole && kind === 'privileged') known.acts += 1;
    known.last = time;
    this.#staff.set(actor, known);
  }

  #role(key: string): Role {
    const known = this.#roles.get(key) ?? {
      people: new Set<string>(),
      operations: 0,
      given: 0,
      masked: 0,
      refused: 0,
      throughGlass: 0,
    };
    this.#roles.set(key, known);
    return known;
  }
}

function countFields({ subjects, shapes }: OperationRecord) {
  const count = { given: 0, masked: 0, refused: 0, throughGlass: 0, subjects: new Set<string>() };
  for (const { subject, groups } of subjects) {
    for (const { shape, resources } of groups) {
      for (const [, , decision, , reason] of shapes[shape]?.fields ?? []) {
        const times = resources.length;
        if (decision === 'DENY') {
          count.refused += times;
          continue;
        }
        count.given += times;
        if (decision === 'MASK') count.masked += times;
        if (reason === 'BREAK_GLASS') count.throughGlass += times;
        if (subject !== null && times > 0) count.subjects.add(subject);
      }
    }
  }
  return count;
}
