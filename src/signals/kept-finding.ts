import { z } from 'zod';
import { DETECTOR_NAMES, type SignalFinding } from './finding.ts';

/** `OPEN`: nobody has it. `ASSIGNED`: somebody looks. `CLOSED`: judged. */
export const FINDING_STATES = Object.freeze(['OPEN', 'ASSIGNED', 'CLOSED'] as const);
export type FindingState = (typeof FINDING_STATES)[number];

/** What was made of it. `BREACH`: notices are due by the finding's clocks. */
export const FINDING_VERDICTS = Object.freeze(['BREACH', 'VIOLATION', 'EXPECTED', 'FALSE'] as const);
export type FindingVerdict = (typeof FINDING_VERDICTS)[number];

/** Who changed it where a scan did, and no person. */
export const BY_SCAN = 'phield';

/** A finding, as it comes from a file, a table or another thread. */
export const Finding: z.ZodType<SignalFinding> = z
  .strictObject({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    detector: z.enum(DETECTOR_NAMES),
    severity: z.enum(['LOW', 'MEDIUM', 'HIGH']),
    tenant: z.string(),
    actor: z.string().nullable(),
    subject: z.string().nullable(),
    from: z.string(),
    to: z.string(),
    evidence: z.strictObject({
      records: z.array(z.string()).readonly(),
      sightings: z.number(),
      measured: z.number(),
      allowed: z.number(),
    }),
    clocks: z.array(z.strictObject({ rule: z.string(), due: z.string() })).readonly(),
  })
  .readonly();

/** A finding with what became of it. */
export const KeptFinding = z
  .strictObject({
    finding: Finding,
    state: z.enum(FINDING_STATES),
    /** Who has it, or closed it. */
    assignee: z.string().nullable(),
    verdict: z.enum(FINDING_VERDICTS).nullable(),
    /** RFC 3339: when the state last changed, and by whom; `BY_SCAN`: by a scan. */
    changed: z.string(),
    by: z.string(),
    /** Counts changes: who changes MUST have seen the last one. */
    version: z.int().min(1),
  })
  .readonly();
export type KeptFinding = z.output<typeof KeptFinding>;

/** What a person does to a finding. */
export type FindingChange =
  | { readonly state: 'OPEN' }
  | { readonly state: 'ASSIGNED'; readonly assignee: string }
  | { readonly state: 'CLOSED'; readonly verdict: FindingVerdict };

/** A finding as a scan leaves it; `known` is what is kept so far. `null`: there is nothing to be changed. */
export function keptAfterScan(
  finding: SignalFinding,
  known: KeptFinding | null,
  now: number,
): KeptFinding | null {
  const changed = new Date(now).toISOString();
  if (known === null) {
    return { finding, state: 'OPEN', assignee: null, verdict: null, changed, by: BY_SCAN, version: 1 };
  }
  const isMore =
    finding.to > known.finding.to || finding.evidence.sightings > known.finding.evidence.sightings;
  if (!isMore) return null;
  const version = known.version + 1;
  if (known.state !== 'CLOSED') return { ...known, finding, version };
  return { finding, state: 'OPEN', assignee: known.assignee, verdict: null, changed, by: BY_SCAN, version };
}

export function keptAfterChange(
  known: KeptFinding,
  change: FindingChange,
  { by, now }: { readonly by: string; readonly now: number },
): KeptFinding {
  return {
    ...known,
    state: change.state,
    assignee: change.state === 'OPEN' ? null : change.state === 'ASSIGNED' ? change.assignee : by,
    verdict: change.state === 'CLOSED' ? change.verdict : null,
    changed: new Date(now).toISOString(),
    by,
    version: known.version + 1,
  };
}

/** What a scan does not find any more. `null`: a person has it, or had it. */
export function keptAfterTakingBack(known: KeptFinding, now: number): KeptFinding | null {
  if (known.state !== 'OPEN' || known.by !== BY_SCAN) return null;
  const change = { state: 'CLOSED', verdict: 'EXPECTED' } as const;
  return keptAfterChange(known, change, { by: BY_SCAN, now });
}
