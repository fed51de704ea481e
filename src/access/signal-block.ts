import { z } from 'zod';

const count = (least: number, otherwise: number) => z.int().min(least).max(1_000_000).default(otherwise);
const id = z.string().min(1).max(256);
const hour = z.int().min(0).max(24);

/** Rules whose clocks a finding may start: 45 CFR 164.404(b) and 164.408, GDPR Art. 33(1). */
export const CLOCK_RULES = Object.freeze(['HIPAA', 'GDPR'] as const);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/**
 * The `signals` block of a tenant's file. Counts are floors: below them nothing is found, however unusual. Where
 * `docs/signals.md` says "learned", what is usual for the role lifts them.
 */
export const SignalBlock = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'expected an IANA time zone such as Europe/Berlin').default('UTC'),
  /** Hours of the day, tenant's time: `from` included, `to` not. Saturdays and Sundays are off-hours. */
  workingHours: z
    .strictObject({ from: hour, to: hour })
    .refine(({ from, to }) => from < to, 'expected from before to')
    .prefault({ from: 7, to: 19 }),
  /** Distinct patients of one actor within an hour; learned. */
  patientsPerHour: count(2, 40),
  /** Distinct things refused to one actor within 15 minutes: ids and coordinates; learned. */
  denialsPerQuarter: count(2, 10),
  /** Glasses that one actor opened within 24 hours. */
  glassesPerDay: count(1, 5),
  /** Insights of the tenant that were withheld within an hour; learned. */
  withheldPerHour: count(2, 10),
  /** Ids of other tenants' patients that one actor asked for within 24 hours. */
  strangersPerDay: count(1, 3),
  /** How often one actor went from one network to another and back within 30 minutes. */
  returnsBetweenNetworks: count(1, 3),
  /** Exports of one exporter within 24 hours. */
  exportsPerDay: count(1, 3),
  /** Actors who export as a matter of course, in working hours. */
  exporters: z.array(id).max(1_000).default([]),
  /** Patients whose record is looked at for curiosity: FHIR logical ids. */
  vips: z.array(id).max(10_000).default([]),
  /** Staff who are patients too: actor → FHIR logical id, or all names of it in the ledger. */
  colleagues: z.record(id, z.union([z.array(id), id.transform((one) => [one])])).default({}),
  clocks: z.array(z.enum(CLOCK_RULES)).default([...CLOCK_RULES]),
});

/** What a tenant has set about signals. */
export type SignalSettings = Readonly<z.output<typeof SignalBlock>>;
export const DEFAULT_SIGNALS: SignalSettings = Object.freeze(SignalBlock.parse({}));
