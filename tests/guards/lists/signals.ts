import type { Guard } from '../guard.ts';

const CLI = 'tests/cli/signals.test.ts';
const SCAN = 'tests/signals/signal-scan.test.ts';
const LISTS = 'tests/signals/list-detectors.test.ts';
const PLACES = 'tests/signals/place-detectors.test.ts';
const HIDES = 'hides nobody who looks at a watched patient';
const NOTICE = 'tests/signals/send-notice.test.ts';

/** Looking for signals: on record first, of one tenant alone, and nothing told but ids. */
export const SIGNAL_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'signals.recorded-first',
    promise: 'reading the ledger is itself recorded',
    file: 'src/cli/signals-scan.ts',
    find: "return privilegedRecord({ ...about, operation: 'signals_scanned', tenant, subject: null });",
    replace: "return privilegedRecord({ ...about, operation: 'ledger_query', tenant: null, subject: null });",
    tests: [CLI, 'is on record itself'],
  },
  {
    guard: 'signals.own-tenant',
    promise: 'a tenant’s events go to nobody else',
    file: 'src/signals/signal-scan.ts',
    find: '    if (seen.tenant !== tenant) {',
    replace: '    if (seen.tenant === null) {',
    tests: [LISTS, 'is not, where ids are nobody’s, the same one, too few, or the other tenant’s own work'],
  },
  {
    guard: 'signals.saved-tenant',
    promise: 'what is known of one tenant is never gone on with for another',
    file: 'src/signals/signal-scan.ts',
    find: "    if (saved !== null && saved.tenant !== tenant) throw new RangeError('signals: saved for another tenant');\n",
    replace: '',
    tests: [SCAN, 'goes on for the same tenant only, and with what it saved only'],
  },
  {
    guard: 'signals.withdrawn-not-high',
    promise: 'what was read through a glass or refused is found, whoever else reads the patient',
    file: 'src/signals/signal-scan.ts',
    find: "      if (known?.severity !== 'HIGH') this.#open.delete(key);",
    replace: '      this.#open.delete(key);',
    tests: [LISTS, 'are found through a glass and refused, whoever else reads them'],
  },
  {
    guard: 'signals.care-by-staff',
    promise: 'a family that reads its own record hides nobody who need not have looked',
    file: 'src/signals/watched-patients.ts',
    find: 'const given = isStaff && all.length < LIST ? all : [];',
    replace: 'const given = all.length < LIST ? all : [];',
    tests: [LISTS, 'may read their own record, or have it read for them'],
  },
  {
    guard: 'signals.refused-to-patients',
    promise: 'whoever is refused a watched record for having no tie to it is found',
    file: 'src/signals/watched-patients.ts',
    find: 'const asked = isStaff ? refused : strangers;',
    replace: 'const asked = isStaff ? refused : [];',
    tests: [LISTS, 'may read their own record, or have it read for them'],
  },
  {
    guard: 'signals.house-of-staff-at-night',
    promise: 'a network that patients use is not the house’s',
    file: 'src/signals/detectors/off-hours-network.ts',
    find: 'if (isStaff && !others',
    replace: 'if (!others',
    tests: [PLACES, 'is of staff: patients keep no hours'],
  },
  {
    guard: 'signals.house-of-staff',
    promise: 'a network that patients use is not the house’s',
    file: 'src/signals/detectors/two-networks.ts',
    find: 'if (isStaff && !others',
    replace: 'if (!others',
    tests: [PLACES, 'are found though many patients use one of them'],
  },
  ...(
    [
      ['care-not-yet', 'watched-patients.ts', 'at < time + DAY_MS && ', '', HIDES],
      [
        'keys-not-yet',
        'recent-keys.ts',
        'if (Math.abs(now - time) >= this.#windowMs) this.#times.delete(key);\n      else if (time <= now) count += 1;',
        'if (now - time >= this.#windowMs) this.#times.delete(key);\n      else count += 1;',
        HIDES,
      ],
      ['finding-not-yet', 'signal-scan.ts', 'Math.abs(now - one.to)', 'now - one.to', HIDES],
      [
        'network-not-yet',
        'detectors/off-hours-network.ts',
        'last <= day && ',
        '',
        'makes nobody’s network known',
      ],
      [
        'withheld-not-yet',
        'detectors/insight-withheld-spike.ts',
        '        if (since > time) continue;\n',
        '',
        'hides no insights',
      ],
      [
        'usual-not-yet',
        'baseline.ts',
        'day <= this.#day && day >= this.#day - DAYS',
        'day <= this.#day',
        'stays known though',
      ],
    ] as const
  ).map(([name, file, find, replace, test]) => ({
    guard: `signals.${name}`,
    promise: 'a clock that ran ahead hides nobody',
    file: `src/signals/${file}`,
    find,
    replace,
    tests: ['tests/signals/clocks-ahead.test.ts', test] as const,
  })),
  {
    guard: 'signals.purposes-together',
    promise: 'who does a little for each purpose is found',
    file: 'src/signals/detectors/many-patients.ts',
    find: 'return one ?? all;',
    replace: 'return one ?? (all === null ? all : null);',
    tests: ['tests/signals/counting-detectors.test.ts', 'are found by all purposes together'],
  },
  {
    guard: 'signals.suspect-learns-nothing',
    promise: 'a network under suspicion is not a habit of the next hour',
    file: 'src/signals/detectors/off-hours-network.ts',
    find: '(isStrange || habits.suspect === network)',
    replace: 'isStrange',
    tests: [PLACES, 'goes on into the morning as the same finding'],
  },
  {
    guard: 'signals.notice-in-the-clear',
    promise: 'notices go out over TLS, or stay on this machine',
    file: 'src/signals/send-notice.ts',
    find: "  if (!isSafe) throw new WebhookError('expected https, or http on this machine');\n",
    replace: '',
    tests: [NOTICE, 'nothing is ever sent to'],
  },
  {
    guard: 'signals.notice-redirect',
    promise: 'a notice goes where the operator said, and nowhere else',
    file: 'src/signals/send-notice.ts',
    find: "      redirect: 'manual',\n",
    replace: '',
    tests: [NOTICE, 'is not taken'],
  },
  {
    guard: 'signals.finding-version',
    promise: 'nobody changes a finding that somebody else changed meanwhile',
    file: 'datasources/dynamodb/finding-store.ts',
    find: "      if (known.kept.version !== version) return 'conflict';\n",
    replace: '',
    tests: ['tests/datasources/finding-store.test.ts', 'who has not seen the last change changes nothing'],
  },
  {
    guard: 'usage.own-tenant',
    promise: 'a tenant’s events go to nobody else',
    file: 'src/ledger/index/read-indexed.ts',
    find: 'everyRecord(directory, { tenant }, null, table)',
    replace: 'everyRecord(directory, {}, null, table)',
    tests: ['tests/cli/access-usage.test.ts', 'tells what was used in ninety days, of the tenant alone'],
  },
]);
