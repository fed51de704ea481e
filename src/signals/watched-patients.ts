import { z } from 'zod';
import { BoundedMap, entriesOf } from '../bounded-map.ts';
import type { Watch } from './detector.ts';
import type { DetectorName, Severity, Sighting } from './finding.ts';
import { RecentKeys, SavedKeys } from './recent-keys.ts';

const DAY_MS = 86_400_000;
/** Who has read a record within these days goes on with a work begun. */
const ACQUAINTED_MS = 14 * DAY_MS;
/** Whoever is in care is read by several within a day; letters follow for days, and what is paid for a month. */
const IN_CARE = 3;
const AFTER_CARE_MS = 3 * DAY_MS;
const PAYMENT_MS = 30 * DAY_MS;
/** HL7 ActReason HPAYMT and what is-a HPAYMT. */
const PAYMENT: readonly string[] = Object.freeze(['HPAYMT', 'COVERAGE', 'COVAUTH', 'CLMATTCH']);
/** Who gets so many at once looks at a list, or pulls a cohort, and at nobody. */
const LIST = 10;
const MOST_PAIRS = 50_000;
const MOST_PATIENTS = 10_000;

const Saved = z.object({
  acquainted: entriesOf(z.number()),
  readers: entriesOf(SavedKeys),
  alone: entriesOf(z.array(z.string())),
  cared: entriesOf(z.number()),
});

/** Who is watched over. */
export interface WatchedPatients {
  readonly detector: DetectorName;
  isWatched(patient: string): boolean;
  /** Whether it is the actor's own record. */
  isOwn(actor: string, patient: string): boolean;
}

/**
 * A watched patient's record: asked for and refused, read through a glass, an actor's own; or read by somebody who has
 * not read it for two weeks, unless three people read it within a day, which is what care looks like, or did so within
 * the last days, or the last month where it is for payment. Care takes back what was found of the first two. People are
 * staff: whoever else is refused the record for having no tie to it is found, and counts for nothing otherwise.
 */
export function watchPatients({ detector, isWatched, isOwn }: WatchedPatients, saved: unknown): Watch {
  const known = saved === null ? null : Saved.parse(saved);
  const acquainted = new BoundedMap<number>(MOST_PAIRS, known?.acquainted);
  const readers = new BoundedMap<RecentKeys>(
    MOST_PATIENTS,
    (known?.readers ?? []).map(([patient, keys]) => [patient, new RecentKeys(DAY_MS, keys)] as const),
  );
  /** By patient: those who were found to read it, with nobody else about. */
  const alone = new BoundedMap<string[]>(MOST_PATIENTS, known?.alone);

  const cared = new BoundedMap<number>(MOST_PATIENTS, known?.cared);

  const sighting = (actor: string, subject: string, severity: Severity): Sighting => ({
    detector,
    severity,
    actor,
    subject,
    measured: 1,
    allowed: 0,
  });

  const judge = (actor: string, subject: string, purpose: string, time: number): readonly Sighting[] => {
    const pair = `${actor} ${subject}`;
    const recent = readers.get(subject) ?? new RecentKeys(DAY_MS);
    readers.set(subject, recent);
    const count = recent.add([actor], time);
    const isAcquainted = isWithin(acquainted.get(pair), ACQUAINTED_MS, time);
    acquainted.set(pair, time);
    const suspects = alone.get(subject) ?? [];
    const after = PAYMENT.includes(purpose) ? PAYMENT_MS : AFTER_CARE_MS;
    const isCaredFor = isWithin(cared.get(subject), after, time);
    if (count >= IN_CARE) {
      cared.set(subject, time);
      alone.delete(subject);
      return suspects.map((one) => ({ ...sighting(one, subject, 'MEDIUM'), withdrawn: true }));
    }
    if (isCaredFor || (isAcquainted && !suspects.includes(actor))) return [];
    if (!suspects.includes(actor)) alone.set(subject, [...suspects, actor].slice(-IN_CARE));
    return [sighting(actor, subject, 'MEDIUM')];
  };

  return Object.freeze({
    observe({ actor, given: all, refused, strangers, throughGlass, purpose, isStaff, time }) {
      if (actor === null) return null;
      // A patient, a proxy or a system reads what is theirs to read: that is no look, and no care.
      const given = isStaff && all.length < LIST ? all : [];
      const asked = isStaff ? refused : strangers;
      const denied = asked.filter((patient) => isWatched(patient) && !all.includes(patient));
      return [
        ...throughGlass.filter(isWatched).map((patient) => sighting(actor, patient, 'HIGH')),
        ...denied.map((patient) => sighting(actor, patient, 'HIGH')),
        ...given.filter((patient) => isOwn(actor, patient)).map((patient) => sighting(actor, patient, 'LOW')),
        ...given
          .filter((patient) => isWatched(patient) && !isOwn(actor, patient))
          .flatMap((patient) => judge(actor, patient, purpose, time)),
      ];
    },
    toJSON: () => ({ acquainted, readers, alone, cared }),
  } satisfies Watch);
}

/** What was stamped later than a late record may be, by a clock that ran ahead, lies behind nobody. */
function isWithin(at: number | undefined, milliseconds: number, time: number): boolean {
  return at !== undefined && at < time + DAY_MS && at > time - milliseconds;
}
