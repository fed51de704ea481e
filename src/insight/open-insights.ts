import { WHOLE } from '../access/decision-table.ts';
import { BadUserInputError, ForbiddenError, PhieldError, UpstreamUnavailableError } from '../errors.ts';
import { checkVerdict } from './check-verdict.ts';
import type { InsightField } from './insight-field.ts';
import type { InsightAsk, InsightOperation, InsightOutcome, InsightParts } from './insight-operation.ts';
import type { Insights, TranscriptTurn } from './insights.ts';
import { rootRecord } from './read-sources.ts';
import { mayHaveInsight } from './reread-insight.ts';
import { mayReview } from './reviewers.ts';
import type { InsightVerdict, StoredInsight } from './stored-insight.ts';
import { USE_CASES } from './use-case.ts';
import { INSIGHT_USE_CASES } from './use-cases/use-cases.ts';
import { InsightWithheld } from './withheld.ts';
import { draftKey, writeInsight } from './write-insight.ts';

/** Insights that one operation may have written: what a document multiplies, its length does not tell. */
const MOST = 10;
/** Of a visit's transcript. */
const MOST_TURNS = 400;
const LONGEST_TURN = 4_000;

type Fields = ReadonlyMap<string, InsightField>;

const OWNER = 'PatientInsights';
const DRAFT = `${OWNER}.draftNote`;

/** The insights of one operation. They share one deadline, which begins with the first. */
export function openInsights(fields: Fields, parts: InsightParts, operation: InsightOperation): Insights {
  const asked = new Map<string, Promise<StoredInsight>>();
  const reread = new Map<string, Promise<boolean>>();
  let signal: AbortSignal | null = null;
  const deadline = (): AbortSignal => {
    const seconds = operation.settings?.deadlineSeconds ?? 0;
    signal ??= AbortSignal.any([operation.signal, AbortSignal.timeout(seconds * 1000)]);
    return signal;
  };

  const write = async (ask: InsightAsk, transcript: readonly TranscriptTurn[]): Promise<StoredInsight> => {
    const { request } = operation;
    const observe = (outcome: InsightOutcome['outcome'], { withheldSentences = 0, detail = '' }) =>
      parts.observe({ useCase: ask.field.useCase.name, outcome, withheldSentences, detail, request });
    try {
      const { insight, found } = await writeInsight(ask, { transcript }, operation, parts, deadline());
      observe(found ? 'FOUND' : 'WRITTEN', insight);
      return insight;
    } catch (error) {
      const withheld = withheldBy(error);
      if (withheld !== null) observe(withheld.reason, withheld);
      throw withheld ?? error;
    }
  };
  const field = (coordinate: string): InsightField => {
    const known = fields.get(coordinate);
    if (known === undefined) throw new InsightWithheld('UNAVAILABLE', 'no such insight');
    return known;
  };
  const readable = async (insight: StoredInsight | null): Promise<StoredInsight | null> => {
    const known = insight === null ? undefined : fields.get(insight.coordinate);
    if (insight === null || known === undefined) return null;
    // Evidence is read again once for an operation, however often it names the insight.
    const may = reread.get(insight.id) ?? mayHaveInsight(insight, known, operation);
    reread.set(insight.id, may);
    return (await may) ? insight : null;
  };
  /** Withheld once is said once, however many names an operation gives it. */
  const once = (ask: InsightAsk, transcript: readonly TranscriptTurn[]): Promise<StoredInsight | null> => {
    const key = JSON.stringify([ask.field.name, ask.subjectId, ask.args, transcript]);
    const known = asked.get(key);
    if (known !== undefined) return known.catch(withheldAlready);
    if (asked.size >= MOST) throw new InsightWithheld('BUDGET', 'insights of one operation');
    const written = write(ask, transcript);
    asked.set(key, written);
    return written;
  };

  return Object.freeze({
    write: async ({ field: name, subjectId, args }) => {
      const ask = { field: field(`${OWNER}.${name}`), subjectId, args };
      if (ask.field.coordinate === DRAFT) {
        return readable(await operation.store().cached(subjectId, draftKey(args)));
      }
      return once(ask, []);
    },
    draftNote: async (encounterId, transcript) => {
      refuseTranscript(transcript);
      const ask = { field: field(DRAFT), ...(await encounterOf(encounterId, field(DRAFT), operation)) };
      return once(ask, transcript);
    },
    read: async (id) => readable(await operation.store().find(id)),
    queue: ({ first, after, state }) =>
      operation.store().queue({
        first,
        after,
        state,
        useCases: USE_CASES.filter((useCase) => mayReview(useCase, operation.actor.roles)),
        admit: async (insight) => (await readable(insight)) !== null,
      }),
    review: async (id, verdict) => {
      const judged = await reviewInsight(id, verdict, readable, operation);
      if (judged !== null) parts.observeReview(judged.useCase, verdict.state);
      return judged;
    },
  } satisfies Insights);
}

async function reviewInsight(
  id: string,
  verdict: InsightVerdict,
  readable: (insight: StoredInsight | null) => Promise<StoredInsight | null>,
  { store, actor, act }: InsightOperation,
): Promise<StoredInsight | null> {
  const insight = await readable(await store().find(id));
  if (insight === null) return null;
  if (!mayReview(insight.useCase, actor.roles))
    throw new ForbiddenError('reviewInsight is not for this actor');
  checkVerdict(verdict, insight, INSIGHT_USE_CASES[insight.useCase]);
  const resource = { type: 'Insight', id: insight.id };
  await act({ coordinate: 'Mutation.reviewInsight', subject: insight.subjectId, resource });
  const judged = await store().review(insight.id, verdict);
  if (judged === 'conflict') throw new PhieldError('CONFLICT', 'the insight has been reviewed');
  return judged;
}

/** The encounter's patient, where the encounter is there for the caller, who may have a note of theirs drafted. */
async function encounterOf(
  encounterId: string,
  field: InsightField,
  { data, access }: InsightOperation,
): Promise<Pick<InsightAsk, 'subjectId' | 'args'>> {
  const { record } = await data.row('Encounter', encounterId);
  const subjectId = typeof record?.subjectId === 'string' ? record.subjectId : '';
  const subject = access.admit(await data.facts(subjectId));
  const root = subject.row(field.owner, rootRecord(field.owner.name, subjectId, subject.facts.labels));
  const declared = field.owner.fields.find(({ name }) => name === field.name);
  const type = access.model.types.Encounter;
  const isThere = record !== null && type !== undefined && subject.row(type, record) !== null;
  if (!isThere || root === null || declared === undefined || root.resolve(declared.index) !== WHOLE) {
    access.refuse({
      coordinate: 'Mutation.draftNote',
      type: 'Encounter',
      id: encounterId,
      reason: 'RELATIONSHIP',
    });
    throw new BadUserInputError('draftNote: not there for this actor');
  }
  return { subjectId, args: { encounterId } };
}

function refuseTranscript(transcript: readonly TranscriptTurn[]): void {
  const fits =
    transcript.length > 0 &&
    transcript.length <= MOST_TURNS &&
    transcript.every(({ text }) => text.trim() !== '' && text.length <= LONGEST_TURN);
  if (!fits) throw new BadUserInputError('draftNote: expected 1 to 400 turns of 1 to 4000 characters');
}

/** A store or directory that is out of reach takes an insight, never the rest of the operation. */
function withheldBy(error: unknown): InsightWithheld | null {
  if (error instanceof InsightWithheld) return error;
  return error instanceof UpstreamUnavailableError ? new InsightWithheld('UNAVAILABLE', error.detail) : null;
}

function withheldAlready(error: unknown): null {
  if (error instanceof InsightWithheld) return null;
  throw error;
}
