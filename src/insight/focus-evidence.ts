import type { PayerPolicy } from '../access/insight-settings.ts';
import type { Collected } from './collected.ts';
import type { InsightAsk } from './insight-operation.ts';
import type { TranscriptTurn } from './insights.ts';
import type { UseCaseName } from './use-case.ts';

/** What goes beside the record: a visit's own words, or a payer's criteria. */
export interface GivenEvidence {
  readonly transcript: readonly TranscriptTurn[];
  readonly policies: ReadonlyMap<string, PayerPolicy>;
}

type Focus = (
  found: readonly Collected[],
  args: InsightAsk['args'],
  given: GivenEvidence,
) => readonly Collected[];

/**
 * Of what was found, what the question is about; the record that the arguments name stands first. Nothing, where that
 * record is not there for the caller, or not there at all.
 */
export function focusEvidence(
  useCase: UseCaseName,
  found: readonly Collected[],
  args: InsightAsk['args'],
  given: GivenEvidence,
): readonly Collected[] {
  return FOCUS[useCase](found, args, given);
}

const FOCUS: Readonly<Record<UseCaseName, Focus>> = Object.freeze({
  PRE_VISIT_SUMMARY: (found) => found,
  ASK: (found) => found,
  LAB_EXPLANATION: (found, { observationId }) => {
    const asked = named(found, 'Observation', observationId);
    if (asked === undefined) return [];
    const name = nameOf(asked);
    return [asked, ...found.filter((one) => one !== asked && nameOf(one) === name)];
  },
  CODING_SUGGESTIONS: (found, { encounterId }) => {
    const asked = named(found, 'Encounter', encounterId);
    if (asked === undefined) return [];
    const reference = `Encounter/${asked.resourceId}`;
    return [asked, ...found.filter((one) => one !== asked && one.encounters.includes(reference))];
  },
  DRAFT_NOTE: (found, { encounterId }, { transcript }) => {
    const encounter = named(found, 'Encounter', encounterId);
    if (encounter === undefined) return [];
    const { encounters, date, labels } = encounter;
    return transcript.map(({ speaker, text }, at) => ({
      ...passage('Transcript', at, `${speaker}: ${text}`, 'Mutation.draftNote(transcript:)'),
      categories: [...new Set(['CLINICAL_NOTE', ...encounter.categories])].sort(),
      labels,
      encounters,
      date,
      belongsTo: encounter,
    }));
  },
  PRIOR_AUTH_DRAFT: (found, { coverageId, service }, { policies }) => {
    const coverage = named(found, 'Coverage', coverageId);
    const policy = typeof service === 'string' ? policies.get(service) : undefined;
    if (coverage === undefined || policy === undefined) return [];
    const criteria = policy.criteria.map((text, at) =>
      passage('Policy', at, text, 'PatientInsights.priorAuthDraft'),
    );
    return [...criteria, coverage, ...found.filter(({ resourceType }) => resourceType !== 'Coverage')];
  },
});

/** `Type/id` or a logical id, as roots take them. */
function named(found: readonly Collected[], type: string, asked: unknown): Collected | undefined {
  return found.find(
    ({ resourceType, resourceId }) =>
      resourceType === type && [resourceId, `${type}/${resourceId}`].some((one) => one === asked),
  );
}

/** What a result is of, as its line begins. */
function nameOf({ parts }: Collected): string {
  return parts.find(({ coordinate }) => coordinate.endsWith('.code'))?.text ?? '';
}

function passage(resourceType: string, at: number, text: string, coordinate: string): Collected {
  return {
    resourceType,
    resourceId: String(at + 1),
    date: null,
    parts: [{ coordinate, text }],
    encounters: [],
    categories: [],
    labels: [],
  };
}
