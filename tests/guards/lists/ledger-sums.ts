import type { Guard } from '../guard.ts';

const SUMS = 'tests/ledger/index/use-sums.test.ts';
const TALLY = 'tests/ledger/index/tally-indexed.test.ts';
const ASKED = 'tests/requests/ledger-activity.test.ts';
const GLASSES = 'tests/ledger/index/glasses-before.test.ts';
const GLASS = 'tests/ledger/uses/glass-watch.test.ts';
const BLOCK = 'tests/access/oversight-block.test.ts';

const COUNTED = 'sums are what counting every event says, on every axis, for one tenant alone';
const USED = 'usage is what counting every event says, by field and by grant, from any day on';
const PRUNED = 'what is pruned leaves the sums, which are then those of an index that never had it';

/** Sums over the ledger: the tenant's own, on record first, exact, and gone with what is pruned. */
export const LEDGER_SUM_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'ledger-sums.own-tenant',
    promise: 'no sum has another tenant’s records',
    file: 'src/ledger/index/read-uses.ts',
    find: 'daily WHERE ${TENANT} AND day >= ? AND day < ?',
    replace: 'daily WHERE ? IS NOT NULL AND day >= ? AND day < ?',
    tests: [SUMS, COUNTED],
  },
  {
    guard: 'ledger-sums.own-people',
    promise: 'nobody of another tenant is counted among those who used a field',
    file: 'src/ledger/index/read-uses.ts',
    find: 'person WHERE ${TENANT} AND last >= ?',
    replace: 'person WHERE ? IS NOT NULL AND last >= ?',
    tests: [SUMS, USED],
  },
  {
    guard: 'ledger-sums.own-mix',
    promise: 'for what somebody of another tenant read is not told',
    file: 'src/ledger/index/read-uses.ts',
    find: 'mix WHERE ${TENANT} AND day >= ?',
    replace: 'mix WHERE ? IS NOT NULL AND day >= ?',
    tests: [SUMS, 'what each person read for each purpose is summed, by roles'],
  },
  {
    guard: 'ledger-sums.activity-recorded',
    promise: 'who asks for activity is on record first',
    file: 'resolvers/ledger-activity.ts',
    find: '  await record({',
    replace: '  void ({',
    tests: [ASKED, 'activity is on record before anything is counted'],
  },
  {
    guard: 'ledger-sums.usage-recorded',
    promise: 'who asks for usage is on record first',
    file: 'resolvers/ledger-usage.ts',
    find: '  await record({',
    replace: '  void record; void ({',
    tests: [ASKED, 'usage is on record before anything is counted'],
  },
  {
    guard: 'ledger-sums.bounded-activity',
    promise: 'one operation does not keep the index from everybody else',
    file: 'resolvers/ledger-activity.ts',
    find: '  context.access.countRows(SUM_ROWS);\n',
    replace: '',
    tests: [ASKED, 'activity so often that nobody else would be answered is refused'],
  },
  {
    guard: 'ledger-sums.bounded-usage',
    promise: 'nor by usage',
    file: 'resolvers/ledger-usage.ts',
    find: '  context.access.countRows(SUM_ROWS);\n',
    replace: '',
    tests: [ASKED, 'usage so often that nobody else would be answered is refused'],
  },
  {
    guard: 'ledger-sums.altered-sum',
    promise: 'a sum that was changed in the index is never told',
    file: 'src/ledger/index/use-tables.ts',
    find: "  if (markOf(columns) !== row.mark) throw new IndexDamagedError('sum');\n",
    replace: '  void IndexDamagedError;\n',
    tests: [SUMS, 'a sum that was changed in the index is never told: it is built anew, and says the same'],
  },
  {
    guard: 'ledger-sums.altered-pattern',
    promise: 'what it is a sum of that was changed in the index is never told',
    file: 'src/ledger/index/read-uses.ts',
    find: 'const pattern = isOurs ? readPattern(body) : null;',
    replace: 'const pattern = isOurs || true ? readPattern(body) : null;',
    tests: [
      SUMS,
      'what it was that was changed in the index is never told: it is built anew, and says the same',
    ],
  },
  {
    guard: 'ledger-sums.pruned',
    promise: 'what nobody keeps any more is in no sum',
    file: 'src/ledger/index/prune-index.ts',
    find: '  resumUses(db, days, uses);\n',
    replace: '  void resumUses; void days; void uses;\n',
    tests: [SUMS, PRUNED],
  },
  {
    guard: 'ledger-sums.pruned-people',
    promise: 'nor who used it',
    file: 'src/ledger/index/resum-uses.ts',
    find: '    resumPeople(db, tenant, of, uses);\n',
    replace: '    void resumPeople;\n',
    tests: [SUMS, PRUNED],
  },
  {
    guard: 'ledger-sums.people-held-before',
    promise: 'who used it before, in a record that is left, stays counted',
    file: 'src/ledger/index/resum-uses.ts',
    find: '    for (const row of records.all(actor, tenant, end)) uses.addPerson(recordOf(db, row), headOf(row));\n',
    replace: '    void records; void actor; void end; void headOf;\n',
    tests: [SUMS, PRUNED],
  },
  {
    guard: 'ledger-sums.written-before-pruned',
    promise: 'what is summed anew is not added a second time',
    file: 'src/ledger/index/absorb-entries.ts',
    find: '    this.#uses.write();\n    pruneIndex(',
    replace: '    pruneIndex(',
    tests: [SUMS, PRUNED],
  },
  {
    guard: 'ledger-sums.pruned-pattern',
    promise: 'no word of what is pruned stays in the file',
    file: 'src/ledger/index/prune-index.ts',
    find: '    DELETE FROM pattern WHERE id NOT IN (SELECT pattern FROM daily UNION SELECT pattern FROM person);\n',
    replace: '',
    tests: [SUMS, 'a pattern that only the pruned had is not kept'],
  },
  {
    guard: 'ledger-sums.rolled-back',
    promise: 'what was not taken in is in no sum',
    file: 'src/ledger/index/absorb-entries.ts',
    find: '      this.#uses.forget();\n',
    replace: '',
    tests: [SUMS, 'entries that could not be taken in are in no sum'],
  },
  {
    guard: 'ledger-sums.counted-refusals',
    promise: 'a refusal that stands for many counts as many',
    file: 'src/ledger/uses/use-pattern.ts',
    find: 'times: events * count }',
    replace: 'times: events }',
    tests: [SUMS, COUNTED],
  },
  {
    guard: 'ledger-sums.tail',
    promise: 'what is not in the log yet is counted by the command line',
    file: 'src/ledger/index/read-indexed.ts',
    find: "      if (item.kind === 'record') tallyFrom(from, item.record, into);\n      else yield item;\n    }\n  } finally {",
    replace: "      if (item.kind !== 'record') yield item;\n    }\n  } finally {",
    tests: [TALLY, 'usage by sums and by reading every record is the same, however far log and index are'],
  },
  {
    guard: 'ledger-sums.own-tail',
    promise: 'nor there anything of another tenant',
    file: 'src/ledger/index/read-indexed.ts',
    find: 'tailOf(index, directory, { tenant }, null, table)',
    replace: 'tailOf(index, directory, {}, null, table)',
    tests: [TALLY, 'usage by sums and by reading every record is the same, however far log and index are'],
  },
  {
    guard: 'ledger-sums.own-review',
    promise: 'under pseudonyms no other patient’s review counts for a glass',
    file: 'src/ledger/uses/glass-watch.ts',
    find: 'const reviews = left.get(subject) ?? [];',
    replace: 'const reviews = left.get(subject) ?? [...left.values()][0] ?? [];',
    tests: [
      GLASS,
      'under pseudonyms a review is taken for that of the patient’s oldest glass, and of no other patient’s',
    ],
  },
  {
    guard: 'ledger-sums.later-glass',
    promise: 'an emergency that nobody reviewed is told',
    file: 'src/ledger/uses/glass-watch.ts',
    find: '      while ((reviews[0] ?? glass.opened) < glass.opened) reviews.shift();\n',
    replace: '',
    tests: [GLASS, 'under pseudonyms a review from before a glass was opened is none of it'],
  },
  {
    guard: 'ledger-sums.log-gone',
    promise: 'an answer that may be short says so',
    file: 'src/ledger/index/create-tenant-ledger.ts',
    find: 'known === 0 ? size === 0 : size >= known',
    replace: 'size >= known',
    tests: [
      'tests/ledger/index/tenant-activity.test.ts',
      'a log whose checkpoint is gone leaves an answer as of what is there',
    ],
  },
  {
    guard: 'ledger-sums.kept-index',
    promise: 'a log whose checkpoint is gone is no log that never was',
    file: 'src/ledger/index/update-index.ts',
    find: 'if (size === 0 && before.size > 0) throw',
    replace: 'if (size === 0 && before.size < 0) throw',
    tests: [
      'tests/ledger/index/tenant-activity.test.ts',
      'a log whose checkpoint is gone leaves an answer as of what is there',
    ],
  },
  {
    guard: 'ledger-sums.size-of-sums',
    promise: 'an answer that may be short says so',
    file: 'src/ledger/index/create-tenant-ledger.ts',
    find: 'const { size, asOf, ...found } = await index.activity(tenant, by, from, to);',
    replace:
      'const found = await index.activity(tenant, by, from, to);\n      const { size, asOf } = await index.state();',
    tests: [
      'tests/ledger/index/tenant-activity.test.ts',
      'sums that were made before the log was taken in do not say that they have it',
    ],
  },
  {
    guard: 'ledger-sums.glasses-before',
    promise: 'an emergency that nobody reviewed is told',
    file: 'src/ledger/index/ledger-index.ts',
    find: "coordinate, kinds: ['privileged'] };",
    replace: "coordinate, kinds: ['privileged'], since: from * DAY_MS };",
    tests: [GLASSES, 'a review counts for the glass it may be of, opened before or not: sums'],
  },
  {
    guard: 'ledger-sums.records-before',
    promise: 'an emergency that nobody reviewed is told',
    file: 'src/ledger/index/read-indexed.ts',
    find: '  else into.before(record);\n',
    replace: '',
    tests: [GLASSES, 'a review counts for the glass it may be of, opened before or not: records'],
  },
  {
    guard: 'ledger-sums.known-mix',
    promise: 'a role or purpose that nobody has is refused, not passed over',
    file: 'src/access/check-overlay.ts',
    find: '    ...checkPurposeMix(overlay, model),\n',
    replace: '',
    tests: [BLOCK, 'anything else stops the load with its line: purposeMix:'],
  },
]);
