import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type ActivityAxis, type ActivityByDay, ActivityCount, DAY_MS } from '../uses/activity-count.ts';
import type { MixCount } from '../uses/mix-count.ts';
import type { UsageCount } from '../uses/usage-count.ts';
import { readPattern, type UsePattern } from '../uses/use-pattern.ts';
import { bytesOf, integerOf, textOf } from './column.ts';
import { IndexDamagedError } from './index-damaged-error.ts';
import { expectMark, SUMS } from './use-tables.ts';

const TENANT = 'tenant = (SELECT id FROM word WHERE text = ?)';

/** @param from day since the epoch, UTC, `to` not included. */
export function readActivity(
  db: DatabaseSync,
  tenant: string,
  by: ActivityAxis,
  from: number,
  to: number,
): ActivityByDay {
  const count = new ActivityCount(by, from, to);
  const patternOf = patterns(db);
  const rows = db.prepare(`SELECT * FROM daily WHERE ${TENANT} AND day >= ? AND day < ?`);
  for (const row of rows.iterate(tenant, from, to)) {
    expectMark(SUMS.daily, row);
    count.observe(patternOf(integerOf(row, 'pattern')), integerOf(row, 'day'), integerOf(row, 'times'));
  }
  return count.count();
}

/** Adds everything from a day on. */
export function readUsage(db: DatabaseSync, tenant: string, from: number, into: UsageCount): void {
  const oldest = db
    .prepare(`SELECT min(time) AS time FROM record WHERE ${TENANT} AND time >= ?`)
    .get(tenant, from * DAY_MS);
  if (typeof oldest?.time === 'number') into.begins(oldest.time);
  const patternOf = patterns(db);
  const tallies = new Map<number, ReturnType<UsageCount['of']>>();
  const tallyOf = (pattern: number) => {
    const tally = tallies.get(pattern) ?? into.of(patternOf(pattern));
    tallies.set(pattern, tally);
    return tally;
  };
  for (const row of db.prepare(`SELECT * FROM daily WHERE ${TENANT} AND day >= ?`).iterate(tenant, from)) {
    expectMark(SUMS.daily, row);
    tallyOf(integerOf(row, 'pattern')).add(integerOf(row, 'times'), integerOf(row, 'last'));
  }
  const wordOf = words(db);
  const people = db.prepare(`SELECT * FROM person WHERE ${TENANT} AND last >= ?`);
  for (const row of people.iterate(tenant, from * DAY_MS)) {
    expectMark(SUMS.person, row);
    const actor = wordOf(integerOf(row, 'actor'));
    if (actor !== null) tallyOf(integerOf(row, 'pattern')).by(actor);
  }
}

/** Adds for what each person had something from a day on. */
export function readMix(db: DatabaseSync, tenant: string, from: number, into: MixCount): void {
  const wordOf = words(db);
  for (const row of db.prepare(`SELECT * FROM mix WHERE ${TENANT} AND day >= ?`).iterate(tenant, from)) {
    expectMark(SUMS.mix, row);
    const actor = wordOf(integerOf(row, 'actor'));
    if (actor === null) continue;
    const roles = (wordOf(integerOf(row, 'roles')) ?? '').split(' ').filter((role) => role !== '');
    const purpose = wordOf(integerOf(row, 'purpose'));
    into.add({ actor, roles, purpose, given: integerOf(row, 'times') });
  }
}

/** @throws (what it returns) IndexDamagedError for a pattern that is not what was written */
function patterns(db: DatabaseSync): (id: number) => UsePattern {
  const find = db.prepare('SELECT hash, body FROM pattern WHERE id = ?');
  const known = new Map<number, UsePattern>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const row = find.get(id);
    const body = textOf(row, 'body');
    const isOurs = Buffer.compare(createHash('sha256').update(body).digest(), bytesOf(row, 'hash')) === 0;
    const pattern = isOurs ? readPattern(body) : null;
    if (pattern === null) throw new IndexDamagedError('pattern');
    known.set(id, pattern);
    return pattern;
  };
}

function words(db: DatabaseSync): (id: number) => string | null {
  const find = db.prepare('SELECT text FROM word WHERE id = ?');
  const known = new Map<number, string | null>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const row = find.get(id);
    const text = row === undefined ? null : textOf(row, 'text');
    known.set(id, text);
    return text;
  };
}
