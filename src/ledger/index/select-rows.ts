import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type EventFilter, namesOf } from '../event-filter.ts';
import { requestNumber } from './absorb-entries.ts';
import { integerOf } from './column.ts';
import { DECISION_BIT, GLASS_BIT, KIND_NUMBER } from './index-tables.ts';

/** Oldest first, or newest first: by the record's time, then by its place in the log. */
export type RowOrder = 'oldest' | 'newest';

/** Where a reading goes on: at this record, which is among what comes. */
export interface RowPosition {
  readonly time: number;
  readonly entry: number;
}

export interface RowQuery {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * The SQL that finds the records with at least one event that passes the filter: every record that has one, and,
 * since requests are looked for by a hash, almost none that has not. `null`: there can be none.
 */
export function selectRows(
  db: DatabaseSync,
  filter: EventFilter,
  order: RowOrder,
  from: RowPosition | null,
  timeless: boolean,
): RowQuery | null {
  const { tenant, patient, actor, client, request, kinds, since, until } = filter;
  const values: SQLInputValue[] = [];
  const where: string[] = [];
  const and = (condition: string, ...bound: readonly SQLInputValue[]) => {
    where.push(condition);
    values.push(...bound);
  };
  // Whoever is one of few is found through the rows about a patient; everything else through the records.
  const one = patient === undefined ? 'record' : 'about';
  const needsRecord = [actor, client, request, filter.purpose].some((value) => value !== undefined);
  const tables =
    one === 'record' ? recordTable(filter) : needsRecord ? 'about CROSS JOIN record USING (entry)' : 'about';

  // One index serves a query: of the head's conditions only the narrowest is left to choose it by, `+` hides the rest.
  const narrowest = [request, actor, client].findIndex((value) => value !== undefined);
  const ofHead = (column: string, at: number, names: readonly string[]) =>
    and(`${narrowest === at && one === 'record' ? '' : '+'}record.${column} IN ${wordsOf(names)}`, ...names);
  if (patient !== undefined) {
    const found = patientsOf(db, namesOf(patient), tenant);
    if (found.length === 0) return null;
    and(found.length === 1 ? `about.patient = ${found[0]}` : `about.patient IN (${found.join()})`);
  } else if (tenant !== undefined) and(`${narrowest < 0 ? '' : '+'}record.tenant = ${WORD}`, tenant);
  if (actor !== undefined) ofHead('actor', 1, namesOf(actor));
  if (client !== undefined) ofHead('client', 2, [client]);
  if (request !== undefined) and('record.request = ?', requestNumber(request));
  if (kinds !== undefined) and(`${one}.kind IN (${kinds.map((kind) => KIND_NUMBER[kind]).join()})`);
  if (since !== undefined) and(`(${one}.time >= ?${timeless ? ` OR ${one}.time = -1` : ''})`, since);
  if (until !== undefined) and(`${one}.time < ?`, until);
  if (from !== null) {
    and(`(${one}.time, ${one}.entry) ${order === 'oldest' ? '>=' : '<='} (?, ?)`, from.time, from.entry);
  }
  const rare = one === 'record' ? rareOf(filter) : null;
  if (rare !== null) and(`record.flags & ${rare.bit}`);
  const facets = facetConditions(filter, one);
  for (const { sql, bound } of facets) and(sql, ...bound);

  const direction = order === 'oldest' ? 'ASC' : 'DESC';
  const conditions = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
  const chosen = `SELECT ${one}.time AS time, ${one}.entry AS entry FROM ${tables}${conditions}`;
  return {
    sql: `${chosen} ORDER BY ${one}.time ${direction}, ${one}.entry ${direction}`,
    values,
  };
}

interface Condition {
  readonly sql: string;
  readonly bound: readonly SQLInputValue[];
}

const WORD = '(SELECT id FROM word WHERE text = ?)';

/** What must hold of one and the same event. */
function facetConditions(filter: EventFilter, one: 'record' | 'about'): readonly Condition[] {
  const { coordinate, category, purpose, glass } = filter;
  const parts: string[] = [];
  const bound: SQLInputValue[] = [];
  const conditions: Condition[] = [];
  const bits = decisionBits(filter);
  if (coordinate !== undefined) {
    parts.push(`coordinate = ${WORD}`);
    bound.push(coordinate);
  }
  if (category !== undefined) {
    parts.push(`category = ${WORD}`);
    bound.push(category);
  }
  if (bits !== 7) parts.push(`(decision & ${bits}) <> 0`);
  if (glass !== undefined) parts.push('glass = 1');
  const having = (more: readonly string[]) =>
    `${one}.outline IN (SELECT outline FROM facet WHERE ${[...parts, ...more].join(' AND ') || 'TRUE'})`;
  if (purpose === undefined) {
    if (parts.length > 0) conditions.push({ sql: having([]), bound });
    return conditions;
  }
  const plain = `(record.purpose = ${WORD} AND ${having(['glass = 0'])})`;
  if (purpose !== 'BTG') conditions.push({ sql: plain, bound: [purpose, ...bound] });
  else {
    const sql = `(${plain} OR ${having(['glass = 1'])})`;
    conditions.push({ sql, bound: [purpose, ...bound, ...bound] });
  }
  return conditions;
}

function decisionBits({ decision, decisions }: EventFilter): number {
  const named = [
    ...(decision === undefined ? [] : [[decision]]),
    ...(decisions === undefined ? [] : [decisions]),
  ];
  return named.reduce(
    (mask, allowed) => mask & allowed.reduce((sum, each) => sum | DECISION_BIT[each], 0),
    7,
  );
}

/** What few records have, and an index of its own: with its bit. */
function rareOf(filter: EventFilter): { readonly index: string; readonly bit: number } | null {
  if (filter.glass !== undefined) return { index: 'record_glass', bit: GLASS_BIT };
  return decisionBits(filter) === DECISION_BIT.DENY
    ? { index: 'record_denied', bit: DECISION_BIT.DENY }
    : null;
}

function recordTable(filter: EventFilter): string {
  const { tenant, actor, client, request } = filter;
  const rare = rareOf(filter);
  const byTenantAlone =
    tenant !== undefined && [actor, client, request].every((value) => value === undefined);
  return rare !== null && byTenantAlone ? `record INDEXED BY ${rare.index}` : 'record';
}

/** Without a tenant, those of every tenant that go by one of these names. */
function patientsOf(
  db: DatabaseSync,
  names: readonly string[],
  tenant: string | undefined,
): readonly number[] {
  const sql = `SELECT id FROM patient WHERE subject IN (${names.map(() => '?').join()})`;
  const found =
    tenant === undefined
      ? db.prepare(sql).all(...names)
      : db.prepare(`${sql} AND tenant = ${WORD}`).all(...names, tenant);
  return found.map((row) => integerOf(row, 'id'));
}

function wordsOf(names: readonly string[]): string {
  if (names.length === 1) return `(${WORD})`;
  return `(SELECT id FROM word WHERE text IN (${names.map(() => '?').join()}))`;
}
