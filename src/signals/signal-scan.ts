import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SignalSettings } from '../access/signal-block.ts';
import { entriesOf } from '../bounded-map.ts';
import type { OperationRecord } from '../ledger/operation-record.ts';
import type { Watch } from './detector.ts';
import { DETECTORS } from './detectors.ts';
import { dueClocks } from './due-clocks.ts';
import { DETECTOR_NAMES, type Severity, type Sighting, type SignalFinding } from './finding.ts';
import { KnownElsewhere } from './known-elsewhere.ts';
import { localTimeOf } from './local-time.ts';
import { type SeenRecord, seeRecord } from './seen-record.ts';

const DAY_MS = 86_400_000;
/** A finding is over when nothing was added to it for so long: what comes later is another one. */
const QUIET_MS = DAY_MS;
/** The rest of them is counted. */
const MOST_RECORDS = 50;
/** Findings open at a time; the ones that come beyond that end the ones that have been open longest. */
const MOST_OPEN = 10_000;
const SEVERITIES: readonly Severity[] = Object.freeze(['LOW', 'MEDIUM', 'HIGH']);

const Open = z.object({
  detector: z.enum(DETECTOR_NAMES),
  severity: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  actor: z.string().nullable(),
  subject: z.string().nullable(),
  from: z.number(),
  /** When it was first seen: clocks run from here. */
  known: z.number(),
  to: z.number(),
  records: z.array(z.string()),
  sightings: z.number(),
  measured: z.number(),
  allowed: z.number(),
});
type Open = z.output<typeof Open>;
const Saved = z.object({
  tenant: z.string(),
  watches: z.record(z.enum(DETECTOR_NAMES), z.unknown()),
  elsewhere: z.unknown(),
  open: entriesOf(Open),
});

export interface SignalScanOptions {
  readonly tenant: string;
  readonly settings: SignalSettings;
  /** What `save` gave, of the same tenant; absent: nothing is known yet. */
  readonly saved?: string;
  /** Milliseconds since the epoch: findings that ended before are not told; what came before is learned from. */
  readonly since?: number;
}

/**
 * Looks for signals in records, oldest first, of all tenants: of the others only which patients' ids they have is
 * kept, and that as bits that no id can be read from. The same records in the same order give the same findings,
 * wherever the scan was saved and gone on with. Memory does not grow with the records.
 */
export class SignalScan {
  readonly #options: SignalScanOptions;
  readonly #watches: readonly (readonly [(typeof DETECTORS)[number], Watch])[];
  readonly #elsewhere: KnownElsewhere;
  readonly #open: Map<string, Open>;

  /** @throws ZodError for what `save` did not give, RangeError for what it gave of another tenant. */
  constructor(options: SignalScanOptions) {
    this.#options = options;
    const { tenant, settings } = options;
    const saved = options.saved === undefined ? null : Saved.parse(JSON.parse(options.saved));
    if (saved !== null && saved.tenant !== tenant) throw new RangeError('signals: saved for another tenant');
    const elsewhere = new KnownElsewhere(saved?.elsewhere ?? null);
    this.#elsewhere = elsewhere;
    const localTime = localTimeOf(settings);
    const isElsewhere = (patient: string) => elsewhere.has(patient);
    const surroundings = Object.freeze({ tenant, settings, localTime, isElsewhere });
    this.#watches = DETECTORS.map(
      (detector) => [detector, detector.begin(surroundings, saved?.watches[detector.name] ?? null)] as const,
    );
    this.#open = new Map(saved?.open);
  }

  /** @returns findings that are over by now. */
  observe(record: OperationRecord): readonly SignalFinding[] {
    const seen = seeRecord(record);
    if (seen === null) return [];
    const { tenant } = this.#options;
    if (seen.tenant !== tenant) {
      if (seen.tenant !== null) for (const patient of seen.given) this.#elsewhere.add(patient);
      return [];
    }
    // What has been quiet for long is over before something is added to the like of it.
    const over = this.#over(seen.time);
    for (const [, watch] of this.#watches) {
      for (const sighting of [watch.observe(seen) ?? []].flat()) this.#add(sighting, seen);
    }
    return over;
  }

  /** @returns what is open still, with what belongs to it so far. */
  open(): readonly SignalFinding[] {
    return [...this.#open.values()].flatMap((one) => this.#told(one));
  }

  save(): string {
    const watches = Object.fromEntries(this.#watches.map(([{ name }, watch]) => [name, watch]));
    return JSON.stringify({
      tenant: this.#options.tenant,
      watches,
      elsewhere: this.#elsewhere,
      open: [...this.#open],
    });
  }

  #add(sighting: Sighting, { id, time }: SeenRecord): void {
    const { detector, actor, subject, severity, measured, allowed, since = time } = sighting;
    const key = JSON.stringify([detector, actor, subject]);
    const known = this.#open.get(key);
    if (sighting.withdrawn === true) {
      if (known?.severity !== 'HIGH') this.#open.delete(key);
      return;
    }
    this.#open.delete(key);
    this.#open.set(key, {
      detector,
      actor,
      subject,
      severity: SEVERITIES.findLast((each) => each === severity || each === known?.severity) ?? severity,
      from: known?.from ?? since,
      known: known?.known ?? time,
      to: time,
      records:
        known === undefined
          ? [id]
          : known.records.length < MOST_RECORDS
            ? [...known.records, id]
            : known.records,
      sightings: (known?.sightings ?? 0) + 1,
      measured: Math.max(measured, known?.measured ?? 0),
      allowed: known?.allowed ?? allowed,
    });
  }

  /** Those to which nothing was added for longest come first; what a clock that ran ahead has found is not added to. */
  #over(now: number): readonly SignalFinding[] {
    const over: Open[] = [];
    for (const [key, one] of this.#open) {
      if (Math.abs(now - one.to) < QUIET_MS && this.#open.size <= MOST_OPEN) {
        if (one.to > now) continue;
        break;
      }
      this.#open.delete(key);
      over.push(one);
    }
    return over.flatMap((one) => this.#told(one));
  }

  #told(one: Open): readonly SignalFinding[] {
    const { tenant, settings, since = Number.NEGATIVE_INFINITY } = this.#options;
    if (one.to < since) return [];
    const { detector, severity, actor, subject, from, to, records, sightings, measured, allowed } = one;
    const identity = JSON.stringify([detector, tenant, actor, subject, Math.floor(from / DAY_MS)]);
    const startsClocks = DETECTORS.some(({ name, startsClocks }) => name === detector && startsClocks);
    return [
      Object.freeze({
        id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
        detector,
        severity,
        tenant,
        actor,
        subject,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        evidence: Object.freeze({ records: Object.freeze([...records]), sightings, measured, allowed }),
        clocks: startsClocks ? dueClocks(one.known, settings.clocks) : Object.freeze([]),
      }),
    ];
  }
}
