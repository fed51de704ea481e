import type { KeptFinding } from '../signals/kept-finding.ts';

/** A finding of the period as a pack shows it: whom it is about stands in the ledger's records that it names. */
export interface FindingFact {
  readonly id: string;
  readonly detector: string;
  readonly severity: string;
  readonly actor: string | null;
  /** It is about one patient. */
  readonly onePatient: boolean;
  readonly from: string;
  readonly to: string;
  /** Ids of records, the first ones. */
  readonly records: readonly string[];
  readonly sightings: number;
  readonly measured: number;
  readonly allowed: number;
  readonly clocks: readonly { readonly rule: string; readonly due: string }[];
  readonly state: string;
  readonly assignee: string | null;
  readonly verdict: string | null;
  readonly changed: string;
  readonly by: string;
}

/** Those with something in the period, oldest first, as they stand when the pack is made. */
export async function findingFacts(
  kept: AsyncIterable<KeptFinding>,
  from: number,
  to: number,
): Promise<readonly FindingFact[]> {
  const found = new Map<string, FindingFact>();
  for await (const one of kept) {
    const { finding } = one;
    if (Date.parse(finding.to) >= from && Date.parse(finding.from) < to) found.set(finding.id, factOf(one));
  }
  return [...found.values()].toSorted((a, b) => {
    return a.from === b.from ? (a.id < b.id ? -1 : 1) : a.from < b.from ? -1 : 1;
  });
}

function factOf({ finding, state, assignee, verdict, changed, by }: KeptFinding): FindingFact {
  const { id, detector, severity, actor, subject, from, to, evidence, clocks } = finding;
  const { records, sightings, measured, allowed } = evidence;
  const seen = { records, sightings, measured, allowed, clocks };
  const about = { id, detector, severity, actor, onePatient: subject !== null, from, to };
  return { ...about, ...seen, state, assignee, verdict, changed, by };
}
