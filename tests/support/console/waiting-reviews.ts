import { createHash, randomUUID } from 'node:crypto';
import { developmentKey } from '../../../src/identity/development-key.ts';
import { mintToken, type TokenContent } from '../../../src/identity/mint-token.ts';
import { PERSONAS } from '../../../src/identity/personas.ts';
import { eventually } from '../copy-demo.ts';
import type { TestGateway } from '../running-gateway.ts';

const DAY = 86_400_000;
/** Longer than any review may wait: glasses 3 days, insights 7, documents 14. */
const LONG_AGO = 15 * DAY;

export const JUSTIFIED_BY = 'Unconscious patient brought in, allergies unknown.';
export const NAMES = 'query Header($id: ID!) { patient(id: $id) { name { family } birthDate } }';
export const WIDER = 'query Header($id: ID!) { patient(id: $id) { name { family } birthDate ssn } }';

export function documentId(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** A clock that can be set back for a while. */
export interface SetClock {
  readonly now: () => number;
  behind: number;
}

export function setClock(): SetClock {
  const clock = { behind: LONG_AGO, now: () => Date.now() - clock.behind };
  return clock;
}

const OPEN = `mutation { breakGlass(patientId: "demo-ada", reason: OVRER, justification: "${JUSTIFIED_BY}") { id } }`;
const READ = '{ patient(id: "demo-ada") { birthDate } }';
const PUBLISH = `mutation($documents: [DocumentInput!]!) { publishDocuments(documents: $documents) { accepted } }`;
const SUMMARY = '{ patient(id: "demo-ada") { insights { preVisitSummary { id sentences { text } } } } }';
const ME = '{ me { id } }';
const OVERDUE = '{ ledger { usage { overdue { kind } } breakGlass { edges { node { coordinate } } } } }';

/**
 * Glasses, documents and an insight that wait: of `dr-late`, of `app` and a summary since long ago; of `dr-one`, `dr-two` and
 * the privacy officer just now. @returns words of the summary
 */
export async function leaveWaiting(gateway: TestGateway, clock: SetClock): Promise<string> {
  const key = await developmentKey(gateway.config.dataDir);
  const as = async (name: string, change: Partial<TokenContent>, query: string, variables = {}) => {
    const persona = PERSONAS[name];
    if (persona === undefined) throw new Error(`no persona ${name}`);
    const content = { ...persona, scope: null, lifetimeSeconds: 600, ...change };
    const token = await mintToken(content, { key, clock: clock.now, newId: randomUUID });
    const { body, text } = await gateway.ask(token, query, { variables });
    if (body?.errors !== undefined) throw new Error(text);
    return body?.data;
  };
  const publish = (text: string, client: string, sub: string) =>
    as('admin', { client, sub }, PUBLISH, { documents: [{ id: documentId(text), text }] });

  await as('stranger', { sub: 'dr-late' }, OPEN);
  await as('stranger', { sub: 'dr-late' }, READ);
  await publish(NAMES, 'demo-portal', 'late-builder');
  const summary = await as('physician', { sub: 'demo-physician' }, SUMMARY);
  clock.behind = 0;
  // Revocations have to be heard of anew.
  await eventually(
    () =>
      as('auditor', { sub: 'somebody' }, ME).then(
        () => true,
        () => false,
      ),
    'nobody gets in',
  );
  for (const sub of ['dr-one', 'dr-two', 'demo-privacy-officer']) await as('stranger', { sub }, OPEN);
  await publish(WIDER, 'demo-portal', 'builder');
  await publish(NAMES, 'phield-cli', 'demo-privacy-officer');
  const seen = async () => JSON.stringify(await as('auditor', { sub: 'somebody' }, OVERDUE));
  await eventually(
    async () => /BREAK_GLASS.*DOCUMENT|DOCUMENT.*BREAK_GLASS/.test(await seen()),
    'nothing becomes overdue',
  );
  return JSON.stringify(summary);
}
