import type { OperationRecord } from '../operation-record.ts';
import { DAY_MS } from '../uses/activity-count.ts';
import { usesOf } from '../uses/use-pattern.ts';
import { integerOf } from './column.ts';
import { NOTHING } from './index-tables.ts';
import type { IndexWords } from './index-words.ts';
import { expectMark, markOf, SUMS, type SumTable } from './use-tables.ts';

/** Ids of a record's words, and its time in milliseconds; negative: it cannot be read. */
interface UseHead {
  readonly tenant: number;
  readonly actor: number;
  readonly time: number;
}

/** Keys of a sum, and what is added to it. */
interface Sum {
  readonly keys: readonly number[];
  times: number;
  last: number;
}

const MERGED = Object.freeze({
  times: (written: number, more: number) => written + more,
  last: Math.max,
});

/** Sums of what records say was used: collected while a chunk is taken in, and written once for all of it. */
export class UseSums {
  readonly #words: IndexWords;
  readonly #daily = new Map<string, Sum>();
  readonly #people = new Map<string, Sum>();
  readonly #mix = new Map<string, Sum>();

  constructor(words: IndexWords) {
    this.#words = words;
  }

  add(record: OperationRecord, head: UseHead): void {
    const uses = usesOf(record);
    this.addDaily(record, head, uses);
    this.addPerson(record, head, uses);
  }

  /** To what is summed by day. */
  addDaily(record: OperationRecord, { tenant, actor, time }: UseHead, uses = usesOf(record)): void {
    if (tenant === NOTHING || time < 0) return;
    const day = Math.floor(time / DAY_MS);
    let [plain, glass] = [0, 0];
    for (const { text, fields, times } of uses) {
      note(this.#daily, [tenant, day, this.#words.pattern(text)], times, time);
      for (const [, , decision, , reason] of fields) {
        if (decision === 'DENY') continue;
        if (reason === 'BREAK_GLASS') glass += times;
        else plain += times;
      }
    }
    if (actor === NOTHING || record.kind !== 'operation') return;
    const roles = this.#words.id(record.roles.join(' '));
    if (plain > 0) note(this.#mix, [tenant, day, actor, roles, this.#words.id(record.purpose)], plain, time);
    if (glass > 0) note(this.#mix, [tenant, day, actor, roles, this.#words.id('BTG')], glass, time);
  }

  /** To when each person last had something. Adding the same again changes nothing. */
  addPerson(record: OperationRecord, { tenant, actor, time }: UseHead, uses = usesOf(record)): void {
    if (tenant === NOTHING || actor === NOTHING || time < 0 || record.kind !== 'operation') return;
    for (const { text, fields } of uses) {
      if (fields.every(([, , decision]) => decision === 'DENY')) continue;
      note(this.#people, [tenant, this.#words.pattern(text), actor], 0, time);
    }
  }

  /** Adds what was collected to what is written, within the transaction that is open. */
  write(): void {
    this.#write(SUMS.daily, this.#daily);
    this.#write(SUMS.person, this.#people);
    this.#write(SUMS.mix, this.#mix);
    this.forget();
  }

  forget(): void {
    this.#daily.clear();
    this.#people.clear();
    this.#mix.clear();
  }

  #write(of: SumTable, sums: ReadonlyMap<string, Sum>): void {
    const { table, keys, values } = of;
    const where = keys.map((key) => `${key} = ?`).join(' AND ');
    const find = this.#words.statement(`SELECT * FROM ${table} WHERE ${where}`);
    const places = [...keys, ...values, 'mark'].map(() => '?').join();
    const put = this.#words.statement(`INSERT OR REPLACE INTO ${table} VALUES (${places})`);
    for (const sum of sums.values()) {
      const found = find.get(...sum.keys);
      if (found !== undefined) expectMark(of, found);
      const written = values.map((value) =>
        found === undefined ? sum[value] : MERGED[value](integerOf(found, value), sum[value]),
      );
      const columns = [...sum.keys, ...written];
      put.run(...columns, markOf(columns));
    }
  }
}

function note(sums: Map<string, Sum>, keys: readonly number[], times: number, time: number): void {
  const key = keys.join();
  const known = sums.get(key);
  if (known === undefined) {
    sums.set(key, { keys, times, last: time });
    return;
  }
  known.times += times;
  known.last = Math.max(known.last, time);
}
