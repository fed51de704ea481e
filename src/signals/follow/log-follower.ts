import type { OperationRecord } from '../../ledger/operation-record.ts';
import type { SignalFinding } from '../finding.ts';
import { SignalScan } from '../signal-scan.ts';
import type { Advance, FollowedTenant, Sightings } from './follow-messages.ts';
import { type FollowState, readFollowState, writeFollowState } from './follow-state.ts';
import { LogRecords } from './log-records.ts';

/** Records of one step, after which what was found is handed over. */
const STEP = 20_000;

interface Followed {
  readonly settings: string;
  readonly scan: SignalScan;
  /** Findings still open that were told, by id. */
  readonly told: Map<string, string>;
}

export interface LogFollowerOptions {
  /** Of the index. */
  readonly index: string;
  /** File where it remembers how far it has come. It can be removed: everything is then seen again, and found alike. */
  readonly state: string;
  readonly step?: number;
}

/**
 * Looks for signals of several tenants along the log. What it tells, from whatever place it goes on, is what one scan
 * of the whole log finds, told again wherever something was added.
 */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  #tenants = new Map<string, Followed>();
  #next = 0;
  #last: FollowState['last'] = null;
  #begun = false;
  /** Findings of a step that are over by now, by tenant, until all of the step is handed over. */
  #over = new Map<string, readonly SignalFinding[]>();
  #isHalf = false;

  constructor(options: LogFollowerOptions) {
    this.#options = options;
  }

  /**
   * Goes on by one step. @throws what `LogRecords` throws: what was seen of the step is handed over with the next one,
   * since findings that are over and were not would be taken for usual.
   */
  advance(tenants: readonly FollowedTenant[]): Advance {
    const { index, state, step = STEP } = this.#options;
    const records = new LogRecords(index);
    try {
      if (!this.#begun) this.#begin(readFollowState(state), tenants);
      this.#begun = true;
      if (this.#isOther(records)) this.#resume(null, tenants);
      this.#keepTo(tenants);
      let seen = 0;
      this.#isHalf = true;
      for (const { entry, crc, record } of records.from(this.#next)) {
        this.#observe(record);
        this.#next = entry + 1;
        this.#last = { entry, crc };
        seen += 1;
        if (seen === step) break;
      }
      const sightings = [...this.#tenants].map(([tenant, followed]) =>
        sightingsOf(tenant, followed, this.#over.get(tenant) ?? []),
      );
      this.#over = new Map();
      this.#isHalf = false;
      return { tenants: sightings, seen, more: seen === step };
    } finally {
      records.close();
    }
  }

  /**
   * What was told is kept somewhere: from here on is gone on. Within a step that is not handed over yet nothing is saved.
   * @throws what the file system throws
   */
  save(): void {
    if (this.#isHalf) return;
    const tenants = [...this.#tenants].map(([tenant, { scan, told }]) => ({
      tenant,
      scan: scan.save(),
      told: [...told],
    }));
    writeFollowState(this.#options.state, { v: 1, next: this.#next, last: this.#last, tenants });
  }

  #observe(record: OperationRecord): void {
    try {
      for (const [tenant, { scan }] of this.#tenants) {
        const found = scan.observe(record);
        if (found.length > 0) this.#over.set(tenant, [...(this.#over.get(tenant) ?? []), ...found]);
      }
    } catch (error) {
      // Some have seen it and others not: all of them go on from where was last saved.
      this.#begun = false;
      throw error;
    }
  }

  /** Whether this is not the log that was seen so far. One that is behind may come to be. */
  #isOther(records: LogRecords): boolean {
    const crc = this.#last === null ? null : records.crcAt(this.#last.entry);
    return crc !== null && crc !== this.#last?.crc;
  }

  /** What another version saved may mean nothing to this one: everything is then seen again. */
  #begin(saved: FollowState | null, tenants: readonly FollowedTenant[]): void {
    try {
      this.#resume(saved, tenants);
    } catch {
      this.#resume(null, tenants);
    }
  }

  #resume(saved: FollowState | null, tenants: readonly FollowedTenant[]): void {
    this.#next = saved?.next ?? 0;
    this.#last = saved?.last ?? null;
    this.#over = new Map();
    this.#tenants = new Map();
    for (const { tenant, settings } of tenants) {
      const known = saved?.tenants.find((one) => one.tenant === tenant);
      this.#tenants.set(tenant, {
        settings: JSON.stringify(settings),
        scan: new SignalScan({ tenant, settings, ...(known === undefined ? {} : { saved: known.scan }) }),
        told: new Map(known?.told),
      });
    }
  }

  /** Those who came, went, or have set something else. */
  #keepTo(tenants: readonly FollowedTenant[]): void {
    const before = this.#tenants;
    this.#tenants = new Map(
      tenants.map(({ tenant, settings }) => {
        const known = before.get(tenant);
        const text = JSON.stringify(settings);
        if (known?.settings === text) return [tenant, known];
        const saved = known === undefined ? {} : { saved: known.scan.save() };
        const scan = new SignalScan({ tenant, settings, ...saved });
        return [tenant, { settings: text, scan, told: known?.told ?? new Map() }];
      }),
    );
  }
}

/** Of findings that are open still or over by now, those of which there is more than was told; of those told, which are none. */
function sightingsOf(tenant: string, { scan, told }: Followed, over: readonly SignalFinding[]): Sightings {
  const open = scan.open();
  const found = [...over, ...open].filter((finding) => told.get(finding.id) !== markOf(finding));
  const still = new Set([...open, ...over].map(({ id }) => id));
  const gone = [...told.keys()].filter((id) => !still.has(id));
  told.clear();
  for (const finding of open) told.set(finding.id, markOf(finding));
  return { tenant, found, gone };
}

function markOf({ to, severity, evidence }: SignalFinding): string {
  return `${to} ${severity} ${evidence.sightings}`;
}
