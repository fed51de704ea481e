import type { VersionName, VersionRound } from './compare-versions.ts';
import type { VersionMeasure } from './open-version.ts';
import { median } from './quantiles.ts';
import { VERSION_WORKLOADS, type VersionWorkload } from './version-workloads.ts';

/** What a change may cost: nanoseconds per PHI field, and microseconds per distinct patient. */
export const ALLOWANCE = Object.freeze({ field: 60, patient: 2 });

/** Median of the rounds, with the least and the most. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export type ChangedVersion = Exclude<VersionName, 'before'>;

export interface WorkloadChange {
  readonly workload: VersionWorkload['name'];
  readonly measure: VersionMeasure;
  readonly version: ChangedVersion;
  /** Microseconds per operation. */
  readonly before: number;
  readonly after: number;
  /** Microseconds per operation; differences are taken within a round. */
  readonly added: Spread;
  /** Nanoseconds per PHI field, everything added counted as of fields. */
  readonly addedPerField: Spread;
  /** What was added, as a share of what may be: 1 is all of it. */
  readonly allowanceUsed: number;
}

/** What was added, taken apart: by W2 and F50, which differ in fields, and F50 and F1, which differ in patients. */
export interface UnitChange {
  readonly measure: VersionMeasure;
  readonly version: ChangedVersion;
  /** Nanoseconds per PHI field. */
  readonly perField: Spread;
  /** Microseconds per distinct patient, beside the cost of its fields. */
  readonly perPatient: Spread;
}

const CHANGED: readonly ChangedVersion[] = Object.freeze(['after', 'governed']);

export function summarizeWorkloads(rounds: readonly VersionRound[]): readonly WorkloadChange[] {
  return Object.values(Object.groupBy(rounds, ({ workload, measure }) => `${workload} ${measure}`)).flatMap(
    (own = []) =>
      CHANGED.flatMap((version) => {
        const [first] = own;
        const workload = VERSION_WORKLOADS.find(({ name }) => name === first?.workload);
        if (first === undefined || workload === undefined) return [];
        const added = own.map(({ microseconds }) => microseconds[version] - microseconds.before);
        const { phiFields, patients } = workload;
        const allowed = (ALLOWANCE.field * phiFields) / 1_000 + ALLOWANCE.patient * patients;
        return [
          {
            workload: workload.name,
            measure: first.measure,
            version,
            before: median(own.map(({ microseconds }) => microseconds.before)),
            after: median(own.map(({ microseconds }) => microseconds[version])),
            added: spreadOf(added),
            addedPerField: spreadOf(added.map((one) => (one * 1_000) / phiFields)),
            allowanceUsed: median(added) / allowed,
          },
        ];
      }),
  );
}

export function summarizeUnits(rounds: readonly VersionRound[]): readonly UnitChange[] {
  return Object.values(Object.groupBy(rounds, ({ measure }) => measure)).flatMap((own = []) =>
    CHANGED.flatMap((version) => {
      const [first] = own;
      if (first === undefined) return [];
      const units = [...new Set(own.map(({ round }) => round))].flatMap((round) => {
        const added = (name: VersionWorkload['name']) => {
          const found = own.find((one) => one.round === round && one.workload === name);
          return found === undefined ? null : found.microseconds[version] - found.microseconds.before;
        };
        const unit = unitsOf({ f1: added('F1'), f50: added('F50'), w2: added('W2') });
        return unit === null ? [] : [unit];
      });
      const perField = spreadOf(units.map(({ field }) => field * 1_000));
      const perPatient = spreadOf(units.map(({ patient }) => patient));
      return [{ measure: first.measure, version, perField, perPatient }];
    }),
  );
}

/** Microseconds of one field and of one patient, from what three workloads added. */
function unitsOf({ f1, f50, w2 }: Readonly<Record<'f1' | 'f50' | 'w2', number | null>>) {
  if (f1 === null || f50 === null || w2 === null) return null;
  const [few, many] = [sizeOf('F50'), sizeOf('W2')];
  const field = (w2 - f50) / (many.phiFields - few.phiFields);
  const patient = (f50 - f1) / (few.patients - sizeOf('F1').patients) - field;
  return { field, patient };
}

function sizeOf(name: VersionWorkload['name']): Pick<VersionWorkload, 'phiFields' | 'patients'> {
  return VERSION_WORKLOADS.find((workload) => workload.name === name) ?? { phiFields: 0, patients: 0 };
}

function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}
