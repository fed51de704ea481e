import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { integerOf } from './column.ts';
import { DECISION_BIT, NOTHING } from './index-tables.ts';
import type { Outline } from './outline-record.ts';

/** The most of each kind that are remembered; beyond that they are asked for. */
const REMEMBERED = 50_000;

/** Small numbers for the words of records: tenants, actors, coordinates, patients, outlines. Kept in the index. */
export class IndexWords {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #known = new Map<string, number>();
  #generation = -1;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Ids of another build of the index are none of this one's. */
  of(generation: number): void {
    if (generation !== this.#generation) this.forget();
    this.#generation = generation;
  }

  forget(): void {
    this.#known.clear();
  }

  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  id(text: string | null): number {
    if (text === null) return NOTHING;
    return this.#remember(`w${text}`, () => {
      const found = this.statement('SELECT id FROM word WHERE text = ?').get(text);
      if (found !== undefined) return integerOf(found, 'id');
      return Number(this.statement('INSERT INTO word (text) VALUES (?)').run(text).lastInsertRowid);
    });
  }

  /** Logical ids are unique in a tenant only. */
  patient(tenant: number, subject: string): number {
    return this.#remember(`p${tenant} ${subject}`, () => {
      const find = this.statement('SELECT id FROM patient WHERE subject = ? AND tenant = ?');
      const found = find.get(subject, tenant);
      if (found !== undefined) return integerOf(found, 'id');
      const insert = this.statement('INSERT INTO patient (tenant, subject) VALUES (?, ?)');
      return Number(insert.run(tenant, subject).lastInsertRowid);
    });
  }

  outline({ key, facets }: Outline): number {
    return this.#remember(`o${key}`, () => {
      const hash = createHash('sha256').update(key).digest();
      const found = this.statement('SELECT id FROM outline WHERE hash = ?').get(hash);
      if (found !== undefined) return integerOf(found, 'id');
      const id = Number(this.statement('INSERT INTO outline (hash) VALUES (?)').run(hash).lastInsertRowid);
      const insert = this.statement('INSERT INTO facet VALUES (?, ?, ?, ?, ?)');
      for (const [coordinate, category, decision, glass] of facets) {
        insert.run(id, this.id(coordinate), this.id(category), DECISION_BIT[decision], glass ? 1 : 0);
      }
      return id;
    });
  }

  /** @param text of a pattern: see `use-pattern.ts` */
  pattern(text: string): number {
    return this.#remember(`u${text}`, () => {
      const hash = createHash('sha256').update(text).digest();
      const found = this.statement('SELECT id FROM pattern WHERE hash = ?').get(hash);
      if (found !== undefined) return integerOf(found, 'id');
      const insert = this.statement('INSERT INTO pattern (hash, body) VALUES (?, ?)');
      return Number(insert.run(hash, text).lastInsertRowid);
    });
  }

  #remember(key: string, find: () => number): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    const id = find();
    this.#known.set(key, id);
    return id;
  }
}
