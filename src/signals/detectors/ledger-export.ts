import { BoundedMap, entriesOf } from '../../bounded-map.ts';
import type { Detector, Watch } from '../detector.ts';
import { RecentKeys, SavedKeys } from '../recent-keys.ts';

const DAY_MS = 86_400_000;
const MOST_ACTORS = 1_000;
/** Acts by which much of the ledger leaves it. */
const EXPORTS: readonly (string | null)[] = Object.freeze([
  'ledger_exported',
  'ledger_accounting',
  'evidence_exported',
]);

/** An export of the ledger by who is no exporter, outside working hours, or again and again. */
export const ledgerExport: Detector = Object.freeze({
  name: 'ledger-export',
  rule: '45 CFR 164.312(b), 164.312(c)(1); GDPR Art. 32(1)(b)',
  startsClocks: true,
  begin: ({ settings, localTime }, saved) => {
    const known = saved === null ? [] : entriesOf(SavedKeys).parse(saved);
    const actors = new BoundedMap<RecentKeys>(
      MOST_ACTORS,
      known.map(([actor, keys]) => [actor, new RecentKeys(DAY_MS, keys)] as const),
    );
    return Object.freeze({
      observe({ id, actor, operation, isPrivileged, time }) {
        if (actor === null || !isPrivileged || !EXPORTS.includes(operation)) return null;
        const recent = actors.get(actor) ?? new RecentKeys(DAY_MS);
        actors.set(actor, recent);
        const measured = recent.add([id], time);
        const isExpected = settings.exporters.includes(actor) && !localTime(time).isOffHours;
        const allowed = isExpected ? settings.exportsPerDay : 0;
        if (measured <= allowed) return null;
        return {
          detector: 'ledger-export',
          severity: 'MEDIUM',
          actor,
          subject: null,
          measured,
          allowed,
        } as const;
      },
      toJSON: () => actors.toJSON(),
    } satisfies Watch);
  },
} satisfies Detector);
