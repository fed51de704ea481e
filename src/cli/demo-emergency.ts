import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { PERSONAS } from '../identity/personas.ts';
import { ledgerDirectory } from '../ledger/ledger-directory.ts';
import { queryLedger } from '../ledger/query-ledger.ts';
import { startGateway } from '../main.ts';
import { DEMO_PATIENT } from './demo-query.ts';
import { personaToken } from './persona-token.ts';

/** One thing that somebody did, and what came of it. */
export interface SceneStep {
  readonly who: string;
  readonly does: string;
  readonly outcome: string;
}

const TEN_MINUTES = 600;
const WHY = 'Unconscious in the emergency room, no next of kin reachable.';
const READ = `{ patient(id: "${DEMO_PATIENT}") { birthDate allergies(first: 1) { edges { node { id } } } } }`;
const BREAK = `mutation { breakGlass(patientId: "${DEMO_PATIENT}", reason: OVRER, justification: "${WHY}") { id expiresAt } }`;
const QUEUE = `{ breakGlassReviews(state: OPEN) { edges { node { id actor patient justification } } } }`;
const review = (id: string) =>
  `mutation { reviewBreakGlass(id: "${id}", verdict: JUSTIFIED, comment: "Confirmed by the ward.") { verdict } }`;
const FORBID = `mutation { recordConsent(patientId: "${DEMO_PATIENT}", input: { decision: DENY }) { id status } }`;
const withdraw = (id: string) => `mutation { withdrawConsent(id: "${id}") { status } }`;

const Id = z.looseObject({ id: z.string() });
const Answer = z.looseObject({
  data: z.looseObject({
    breakGlass: Id.nullish(),
    breakGlassReviews: z.looseObject({ edges: z.array(z.looseObject({ node: Id })) }).nullish(),
    recordConsent: Id.nullish(),
  }),
});

/**
 * An emergency and a consent, played by the personas on a gateway of its own, so that no opened glass stays
 * behind in a folder that is in use.
 */
export async function demoEmergency(base: Config, progress: (text: string) => void): Promise<SceneStep[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'phield-emergency-'));
  const config: Config = { ...base, dataDir, port: 0, metricsPort: null, logLevel: 'error' };
  try {
    const gateway = await startGateway(config, { progress });
    try {
      return await play(gateway.url, config);
    } finally {
      await gateway.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function play(url: string, config: Config): Promise<SceneStep[]> {
  const steps: SceneStep[] = [];
  const act = async (who: keyof typeof PERSONAS & string, does: string, query: string) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await personaToken(config, who, TEN_MINUTES)}`,
      },
      body: JSON.stringify({ query }),
    });
    const body: unknown = await answer.json();
    const { data } = Answer.parse(body);
    steps.push({ who, does, outcome: JSON.stringify(data) });
    return data;
  };

  await act('stranger', 'reads a patient without a tie', READ);
  const { breakGlass } = await act('stranger', 'breaks the glass', BREAK);
  await act('stranger', 'reads again', READ);
  steps.push({ who: 'ledger', does: 'has, under this glass', outcome: await marked(config, breakGlass?.id) });
  const { breakGlassReviews } = await act('privacy-officer', 'finds it in the queue', QUEUE);
  const [first] = breakGlassReviews?.edges ?? [];
  await act('privacy-officer', 'judges it', review(first?.node.id ?? ''));
  await act('physician', 'reads as a member of the care team', READ);
  const { recordConsent } = await act('patient', 'forbids all access', FORBID);
  await act('physician', 'reads at once', READ);
  await act('patient', 'withdraws that', withdraw(recordConsent?.id ?? ''));
  await act('physician', 'reads at once', READ);
  return steps;
}

async function marked({ dataDir }: Config, glass: string | undefined): Promise<string> {
  const events: string[] = [];
  for await (const item of queryLedger(ledgerDirectory(dataDir), {})) {
    if (item.kind !== 'event' || item.event.breakGlass !== glass) continue;
    events.push(`${item.event.coordinate} ${item.event.decision} ${item.event.purpose}`);
  }
  return events.join(', ');
}
