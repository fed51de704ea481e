/** What a detector looks for. */
export const DETECTOR_NAMES = Object.freeze([
  'many-patients',
  'off-hours-network',
  'two-networks',
  'cross-tenant',
  'denial-burst',
  'vip-access',
  'colleague-access',
  'break-glass-spike',
  'insight-withheld-spike',
  'ledger-export',
] as const);
export type DetectorName = (typeof DETECTOR_NAMES)[number];

export type Severity = 'LOW' | 'MEDIUM' | 'HIGH';

/** When something is due, if the finding turns out to be a breach. */
export interface DueClock {
  /** The rule and its section. */
  readonly rule: string;
  /** RFC 3339, UTC. */
  readonly due: string;
}

/** Something to be looked at by a person: no proof. MUST hold ids, counts and constants only. */
export interface SignalFinding {
  /** The same for the same detector, tenant, actor, subject and day of `from`, whenever it is found. */
  readonly id: string;
  readonly detector: DetectorName;
  readonly severity: Severity;
  readonly tenant: string;
  /** `null`: of the tenant as a whole. */
  readonly actor: string | null;
  /** FHIR logical id of the patient whom it is about, where it is about one. */
  readonly subject: string | null;
  /** RFC 3339: the first and the last record that belong to it. */
  readonly from: string;
  readonly to: string;
  readonly evidence: {
    /** Ids of records, the first ones; ids of their events begin with them. */
    readonly records: readonly string[];
    /** Sightings in all. */
    readonly sightings: number;
    /** The most that was counted, and what was allowed then. */
    readonly measured: number;
    readonly allowed: number;
  };
  readonly clocks: readonly DueClock[];
}

/** One record at which a detector saw something. */
export interface Sighting {
  readonly detector: DetectorName;
  readonly severity: Severity;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly measured: number;
  readonly allowed: number;
  /** Milliseconds since the epoch: when what is counted began; absent: with this record. */
  readonly since?: number;
  /** What was seen of this actor and subject has turned out to be usual, unless it is HIGH. */
  readonly withdrawn?: true;
}
