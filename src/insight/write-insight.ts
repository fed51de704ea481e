import { createHash } from 'node:crypto';
import { permitsModelUse } from '../access/consent/model-use.ts';
import type { InsightSettings } from '../access/insight-settings.ts';
import { agreementHolds } from '../access/insight-settings.ts';
import type { RecordedInsight } from '../ledger/operation-record.ts';
import { askModel } from './ask-model.ts';
import { believeAnswer } from './believe-answer.ts';
import type { CodeSet } from './code-set.ts';
import { composeRequest } from './compose-request.ts';
import { draftOf } from './draft-of.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { GivenEvidence } from './focus-evidence.ts';
import { focusEvidence } from './focus-evidence.ts';
import { GUARDRAIL_POLICY } from './guardrail-policy.ts';
import type { InsightAsk, InsightOperation, InsightParts } from './insight-operation.ts';
import { knownPeople } from './known-people.ts';
import { normaliseText } from './normalise-text.ts';
import { numberEvidence } from './number-evidence.ts';
import { readSources } from './read-sources.ts';
import type { StoredInsight } from './stored-insight.ts';
import { outOfScope } from './use-cases/out-of-scope.ts';
import { InsightWithheld } from './withheld.ts';

/** An insight with whether it was found again. */
export interface Written {
  readonly insight: StoredInsight;
  readonly found: boolean;
}

/**
 * The way of an insight: settings → consent → question → sources → evidence → found again, or: tokens → record →
 * model → checks → identifiers back → stored as DRAFT (design §8). Each step is one file; whatever does not hold ends
 * it, and the rest of the operation answers.
 *
 * @param signal aborts when the deadline that the operation's insights share passes.
 * @throws InsightWithheld; LedgerUnavailableError where the reading could not be recorded, before a model is asked.
 */
export async function writeInsight(
  ask: InsightAsk,
  given: Pick<GivenEvidence, 'transcript'>,
  operation: InsightOperation,
  parts: InsightParts,
  signal: AbortSignal,
): Promise<Written> {
  const { field, subjectId, args } = ask;
  const { useCase } = field;

  // 1. the tenant's settings: a model, a guardrail and an agreement that holds, codes where they are needed, or nothing
  const settings = settingsInForce(ask, operation);
  const codes = useCase.needsCodes ? await parts.codes() : null;
  if (useCase.needsCodes && codes === null) {
    throw new InsightWithheld('UNAVAILABLE', 'no code set is loaded: phield codes import');
  }

  // 2. consent of the patient to the use of a model
  const { consents } = await operation.data.facts(subjectId);
  if (!permitsModelUse(consents, settings.consent, operation.now)) {
    throw new InsightWithheld('CONSENT', 'the patient has not consented to the use of a model');
  }

  // 3. the question, where one is asked: what is certainly out of scope reaches no model
  const question = useCase.takesQuestion ? questionOf(ask) : null;
  if (question !== null && outOfScope(question) !== null) {
    throw new InsightWithheld('OUT_OF_SCOPE', 'the question is not for the record', useCase.topics);
  }

  // 4. sources → evidence: what is whole for the caller, of what is asked about, within the budget
  const read = await readSources(ask, operation);
  const { policies } = settings;
  const focused = focusEvidence(useCase.name, read.collection.found, args, { ...given, policies }).map(
    (record) => ({
      ...record,
      parts: record.parts.map((part) => ({ ...part, text: normaliseText(part.text) })),
    }),
  );
  const evidence = numberEvidence(
    { found: focused, leftOut: read.collection.leftOut },
    useCase.evidenceTokens,
    estimateTokens,
  );
  const guardrail = `${settings.guardrail.id}:${settings.guardrail.version}`;
  const reading: Omit<RecordedInsight, 'sent'> = {
    coordinate: field.coordinate,
    model: settings.model,
    guardrail,
    guardrailPolicy: GUARDRAIL_POLICY.version,
    promptHash: field.promptHash,
    evidenceHash: evidence.hash,
  };
  if (evidence.items.length === 0) {
    await operation.record(read.access, { ...reading, sent: false });
    throw new InsightWithheld('OUT_OF_SCOPE', 'the record holds nothing of what is asked', useCase.topics);
  }

  // 5. found again, where nothing has changed that it hangs on; a visit's note is drafted anew
  const isDraft = given.transcript.length > 0;
  const key = isDraft ? draftKey(args) : cacheKey(reading, args, codes, operation);
  const known = isDraft ? null : await operation.store().cached(subjectId, key);
  // What a reviewer rejected is not shown again as if nothing had happened.
  if (known !== null && known.reviewState !== 'REJECTED') {
    await operation.record(read.access, { ...reading, sent: false });
    return { insight: known, found: true };
  }

  // 6. tokens in place of identifiers
  const composed = composeRequest(
    useCase,
    evidence.items,
    question,
    await knownPeople(operation.data, subjectId),
    codes,
  );

  // 7. the record of what a model is about to read, durable before it does
  await operation.record(read.access, { ...reading, sent: true });

  // 8. the model, behind its guardrail
  const answer = await askModel(parts.model, useCase, composed, {
    settings,
    tenant: operation.actor.tenant,
    actor: operation.actor.id,
    metadata: { request: operation.request, useCase: useCase.name },
    signal,
  });

  // 9. nothing is believed that its evidence does not say
  const { items, tokenised, query } = composed;
  const { thresholds } = GUARDRAIL_POLICY;
  const { support } = settings;
  const believed = believeAnswer(answer, {
    useCase,
    items,
    incomplete: evidence.incomplete,
    tokenised,
    support,
    thresholds,
    question: question === null ? '' : query,
    codes,
  });

  // 10. and 11. identifiers back in place, stored as a draft
  const insight = draftOf(
    ask,
    { evidence, focused, tokenised, believed, answer, guardrail, guardrailPolicy: reading.guardrailPolicy },
    operation,
  );
  const kept = isDraft ? DRAFT_KEPT : settings.cacheMinutes * 60_000;
  const stored = await operation.store().save(insight, key, operation.now + kept);
  if (stored === 'erased') throw new InsightWithheld('UNAVAILABLE', 'the patient was erased meanwhile');
  return { insight, found: false };
}

function settingsInForce({ field }: InsightAsk, { settings, now }: InsightOperation): InsightSettings {
  if (settings === null) throw new InsightWithheld('UNAVAILABLE', 'the tenant has set no model');
  if (!agreementHolds(settings, now))
    throw new InsightWithheld('UNAVAILABLE', 'no agreement holds for the model');
  if (!settings.useCases.includes(field.useCase.name)) {
    throw new InsightWithheld('UNAVAILABLE', 'the tenant does not use insights of this kind');
  }
  const guardrail = settings.audienceGuardrails[field.useCase.audience] ?? settings.guardrail;
  return { ...settings, guardrail };
}

/** Milliseconds for which a note's draft is found by its encounter. */
const DRAFT_KEPT = 30 * 86_400_000;

/** Under which the newest draft of an encounter's note is found, whether it is named `Encounter/id` or by its id. */
export function draftKey({ encounterId }: InsightAsk['args']): string {
  return `draft-note:${String(encounterId).replace(/^Encounter\//, '')}`;
}

const LONGEST_QUESTION = 500;

function questionOf({ field, args: { question } }: InsightAsk): string {
  const asked = typeof question === 'string' ? normaliseText(question).trim() : '';
  if (asked === '' || asked.length > LONGEST_QUESTION) {
    throw new InsightWithheld('OUT_OF_SCOPE', 'no question, or one that is too long', field.useCase.topics);
  }
  return asked;
}

/** Everything that the text of an insight hangs on, and who may have it. */
function cacheKey(
  reading: Omit<RecordedInsight, 'sent'>,
  args: InsightAsk['args'],
  codes: CodeSet | null,
  { policyVersion, accessClass }: InsightOperation,
): string {
  return createHash('sha256')
    .update(JSON.stringify([reading, args, codes?.version ?? null, policyVersion, accessClass]))
    .digest('hex');
}
