import type { SignalSettings } from '../access/signal-block.ts';
import type { DetectorName, Sighting } from './finding.ts';
import type { SeenRecord } from './seen-record.ts';

/** What detectors share. */
export interface Surroundings {
  readonly tenant: string;
  readonly settings: SignalSettings;
  /** Whether a moment is outside working hours, tenant's time; its hour and its day there. */
  readonly localTime: (time: number) => LocalTime;
  /** Whether the id is most probably that of another tenant's patient. */
  readonly isElsewhere: (patient: string) => boolean;
}

export interface LocalTime {
  /** Days since the epoch. */
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly isOffHours: boolean;
}

/**
 * One detector at work over one tenant's records in the order of time. What it finds MUST follow from what it was
 * shown alone, and what it keeps MUST be bounded whatever it is shown.
 */
export interface Watch {
  observe(seen: SeenRecord): Sighting | readonly Sighting[] | null;
  /** All it knows, for JSON. */
  toJSON(): unknown;
}

export interface Detector {
  readonly name: DetectorName;
  /** What law or standard asks for it. */
  readonly rule: string;
  /** Whether a finding may be a breach, which starts clocks. */
  readonly startsClocks: boolean;
  /** @param saved what `toJSON` gave before; `null`: nothing is known. @throws for what it did not give. */
  begin(surroundings: Surroundings, saved: unknown): Watch;
}
