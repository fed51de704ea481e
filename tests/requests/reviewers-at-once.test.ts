import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Answered, codesOf } from '../support/answered.ts';
import { type CanaryHouse, openCanaryHouse } from '../support/reviewer/canary-house.ts';

const OFFICER = { roles: ['PRIVACY_OFFICER'], purposes: ['HOPERAT'] };
const AUDITOR = { sub: 'auditor', roles: ['AUDITOR'], purposes: ['HOPERAT'] };
const CHART = '{ patient(id: "demo-ada") { mrn birthDate conditions(first: 3) { edges { node { id } } } } }';
const EVENTS = `query($after: String) { ledger { events(first: 100, after: $after) {
  edges { node { id } } pageInfo { hasNextPage endCursor } } } }`;
const EXPORT =
  'query($after: String) { ledger { export(format: NDJSON, first: 10, after: $after) { text next } } }';
const SUM = '{ ledger { activity(by: DECISION) { complete series { name given masked refused } } } }';
const VERIFY = 'mutation { verifyLedger { state ok } }';

let house: CanaryHouse;
beforeAll(async () => {
  house = await openCanaryHouse();
}, 120_000);
afterAll(() => house?.close());

const officer = (sub: string) => house.gateway.token({ ...OFFICER, sub });
const judging = (): Readonly<Record<string, string>> => {
  const { ids } = house;
  const document = `client: "${ids.client}", id: "${ids.document}"`;
  return {
    glass: `reviewBreakGlass(id: "${ids.glass}", verdict: JUSTIFIED, comment: "Seen.") { id }`,
    document: `rejectDocument(${document}) { id }`,
    'document let run': `approveDocument(${document}) { id }`,
    finding: `closeFinding(id: "${ids.finding}", version: 1, verdict: EXPECTED) { id }`,
    insight: `reviewInsight(id: "${ids.insight}", verdict: REJECT, reason: "Not as it was.") { id }`,
  };
};
const judge = async (token: string, kind: string): Promise<Answered> =>
  house.gateway.ask(token, `mutation { ${judging()[kind]} }`);

describe('what somebody did or asked for', () => {
  it.each([
    ['glass', 'in-need'],
    ['finding', 'in-need'],
    ['document let run', 'portal'],
  ])('is judged by somebody else: %s', async (kind, sub) => {
    const answer = await judge(await officer(sub), kind);
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(Object.values(answer.body?.data ?? {})).toEqual([null]);
  });

  it('is not handed to them either', async () => {
    const giving = `assignFinding(id: "${house.ids.finding}", version: 1, assignee: "in-need") { id }`;
    expect(codesOf(await house.gateway.ask(await officer('one'), `mutation { ${giving} }`))).toEqual([
      'FORBIDDEN',
    ]);
  });
});

describe('of two reviewers at once', () => {
  it.each(['glass', 'document', 'finding', 'insight'])('one wins, the other is told: %s', async (kind) => {
    const physician = await house.gateway.persona('physician');
    const tokens = kind === 'insight' ? [physician, physician] : [await officer('one'), await officer('two')];
    const answers = await Promise.all(tokens.map((token) => judge(token, kind)));
    expect(answers.map(codesOf).toSorted()).toEqual([[], ['CONFLICT']]);
    const won = answers.filter(({ body }) => Object.values(body?.data ?? {}).some((one) => one !== null));
    expect(won).toHaveLength(1);
    const requests = answers.map(({ headers }) => headers.get('phield-request-id'));
    const recorded = (await house.gateway.events()).filter(({ request }) => requests.includes(request));
    expect(new Set(recorded.map(({ request }) => request))).toEqual(new Set(requests));
  });
});

const Page = z.object({
  edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});
const Part = z.object({ text: z.string(), next: z.string().nullable() });

describe('while the ledger is written', () => {
  let busy = true;
  let wrote = 0;
  let writing: Promise<unknown>;
  let auditor: string;
  /** In the log before. */
  let settled: readonly string[];
  beforeAll(async () => {
    auditor = await house.gateway.token(AUDITOR);
    settled = (await house.gateway.events({ tenant: 'riverside' })).map(({ id }) => id);
    await house.sequence();
    const physician = await house.gateway.persona('physician');
    const write = async () => {
      for (; busy; wrote += 1) await house.gateway.ask(physician, CHART);
    };
    const sequence = async () => {
      while (busy) await house.sequence();
    };
    writing = Promise.all([write(), sequence()]);
  });
  afterAll(async () => {
    busy = false;
    await writing;
  });
  const ask = async (query: string, after: string | null = null) => {
    const { body } = await house.gateway.ask(auditor, query, { variables: { after } });
    expect(body?.errors).toBeUndefined();
    return Object(body?.data);
  };

  it('its pages give each event once, and leave none out', async () => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { edges, pageInfo } = Page.parse((await ask(EVENTS, after)).ledger.events);
      ids.push(...edges.map(({ node }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(settled.length).toBeGreaterThan(100);
    expect(new Set(ids).size).toBe(ids.length);
    expect(settled.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('an export is the log as it stood at its first page, whole', async () => {
    const lines: string[] = [];
    let pages = 0;
    let next: string | null = null;
    do {
      const part = Part.parse((await ask(EXPORT, next)).ledger.export);
      lines.push(...part.text.split('\n').filter((line) => line !== ''));
      next = part.next;
      pages += 1;
    } while (next !== null);
    expect(pages).toBeGreaterThan(2);
    const ids = lines.map((line) => z.object({ id: z.string() }).parse(JSON.parse(line)).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(settled.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('sums are whole, and it verifies', async () => {
    const { activity } = (await ask(SUM)).ledger;
    expect(activity.complete).toBe(true);
    expect(activity.series.length).toBeGreaterThan(1);
    expect(wrote).toBeGreaterThan(10);
    expect((await ask(VERIFY)).verifyLedger).toEqual({ state: 'DONE', ok: true });
  });
});
