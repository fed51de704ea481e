import type { OperationRecord } from '../ledger/operation-record.ts';

/** A policy version of a tenant and when it was in force: that of the schema and the tenant's file together. */
export interface PolicyPeriod {
  readonly version: string;
  /** RFC 3339: the record that says so; `null`: no record says since when. */
  readonly from: string | null;
  /** RFC 3339, when another one came; `null`: none did up to the end of the period. */
  readonly to: string | null;
  /** Id of the ledger's record that says since when. */
  readonly record: string | null;
  /** Operations of the period that were decided under it; the first and the last of them. */
  readonly operations: number;
  readonly first: string | null;
  readonly last: string | null;
}

interface Announced {
  readonly version: string;
  readonly time: string;
  readonly record: string;
}

interface Used {
  operations: number;
  readonly first: string;
  last: string;
}

/**
 * Which policies governed a tenant, by what each gateway put on record when it began to serve under one, and by what each
 * operation says that it was decided under. Several gateways that are renewed one after the other have both in force
 * meanwhile: then the two do not part at one moment.
 */
export class PolicyPeriods {
  readonly #announced: Announced[] = [];
  readonly #used = new Map<string, Used>();

  /** A record from before the period or of it, in the order of time. */
  observe({ kind, operation, policyVersion: version, id, time }: OperationRecord): void {
    if (kind !== 'privileged' || operation !== 'policy_in_force' || version === '') return;
    if (this.#announced.at(-1)?.version !== version) this.#announced.push({ version, time, record: id });
  }

  /** An operation of the period. */
  decided({ policyVersion: version, time }: Pick<OperationRecord, 'policyVersion' | 'time'>): void {
    if (version === '') return;
    const known = this.#used.get(version) ?? { operations: 0, first: time, last: time };
    known.operations += 1;
    known.last = time;
    this.#used.set(version, known);
  }

  /** Those that were in force at some moment of the period, oldest first. @param from milliseconds since the epoch. */
  periods(from: number): readonly PolicyPeriod[] {
    const announced = this.#announced.map(({ version, time, record }, at) => ({
      version,
      from: time,
      to: this.#announced[at + 1]?.time ?? null,
      record,
    }));
    const inForce = announced.filter(({ to }) => to === null || Date.parse(to) > from);
    const told = new Set<string>();
    const periods = inForce.map((period): PolicyPeriod => {
      // In force twice, its operations are told once: of which time each was, the ledger says.
      const use = told.has(period.version) ? undefined : this.#used.get(period.version);
      told.add(period.version);
      return { ...period, ...useOf(use) };
    });
    const strangers = [...this.#used]
      .filter(([version]) => !told.has(version))
      .map(([version, use]) => ({ version, from: null, to: null, record: null, ...useOf(use) }));
    return Object.freeze([...strangers, ...periods]);
  }
}

function useOf(use: Used | undefined): Pick<PolicyPeriod, 'operations' | 'first' | 'last'> {
  return { operations: use?.operations ?? 0, first: use?.first ?? null, last: use?.last ?? null };
}
