import { afterEach, describe, expect, it } from 'vitest';
import type { Answered } from '../support/answered.ts';
import { type StallingGateway, stallingGateway, well } from '../support/insights/stalling-gateway.ts';

let stalling: StallingGateway | null = null;
afterEach(async () => {
  await stalling?.close();
  stalling = null;
});

/** Milliseconds, as the tenants of these tests set it. */
const DEADLINE = 3_000;
const SETTINGS = { deadlineSeconds: '3', concurrency: '8' };
/** Five questions: few enough to be under way at once. */
const INSIGHTS = [1, 2, 3, 4, 5].map(
  (at) => `i${at}: ask(question: "What was my glucose in 201${at}?") { id }`,
);
const asking = (insights: readonly string[]) =>
  `{ patient(id: "demo-ada") { birthDate conditions(first: 5) { edges { node { fhirId recordedDate } } }
     insights { fhirId ${insights.join(' ')} } } }`;
const PLAIN = asking([]);

const open = async (limits: Parameters<typeof stallingGateway>[0] = {}, settings = {}) => {
  stalling = await stallingGateway(limits, { ...SETTINGS, ...settings });
  const { gateway } = stalling;
  const token = await gateway.persona('patient');
  const timed = async (query: string) => {
    const began = performance.now();
    const answer = await gateway.ask(token, query);
    return { answer, took: performance.now() - began };
  };
  // What is made with the first operation is not the model's to answer for.
  await timed(PLAIN);
  /** How long the same takes without insights: the longest of some. */
  const own = async () =>
    Math.max(...(await Promise.all([PLAIN, PLAIN, PLAIN].map(timed))).map(({ took }) => took));
  return { ...stalling, token, timed, own };
};
const reasons = ({ body }: Answered) =>
  (body?.errors ?? []).map(({ extensions: { code, reason } }) => `${code} ${reason}`);
const withheld = (reason: string, count: number) =>
  Array.from({ length: count }, () => `INSIGHT_WITHHELD ${reason}`);

describe('insights of a stalled model', () => {
  it('share one deadline, and the rest of the operation answers', { timeout: 60_000 }, async () => {
    const { timed, own, server } = await open();
    const without = await own();
    const one = await timed(asking(INSIGHTS.slice(0, 1)));
    const five = await timed(asking(INSIGHTS));
    for (const [{ answer }, count] of [
      [one, 1],
      [five, 5],
    ] as const) {
      expect(answer.status).toBe(200);
      expect(reasons(answer)).toEqual(withheld('UNAVAILABLE', count));
      expect(answer.body?.data).toMatchObject({
        patient: { birthDate: expect.any(String), insights: { fhirId: expect.any(String) } },
      });
    }
    expect(server.requests).toHaveLength(6);
    // It was waited for, and five are waited for like one: five deadlines would be four more.
    expect(one.took).toBeGreaterThan(DEADLINE * 0.8);
    expect(five.took - one.took).toBeLessThan(DEADLINE * 2);
    expect(five.took - without).toBeLessThan(DEADLINE * 2.5);
  });

  it('are refused at once when the breaker is open, and written again when the server is well', {
    timeout: 60_000,
  }, async () => {
    const { timed, own, server, breaker, calls, gateway, token } = await open({
      breakerFailures: 5,
      breakerRest: 6_000,
      breakerPatience: 0,
    });
    expect(reasons((await timed(asking(INSIGHTS))).answer)).toEqual(withheld('UNAVAILABLE', 5));
    expect(breaker).toEqual(['OPEN']);

    const before = server.requests.length;
    const without = await own();
    const refused = await timed(asking(INSIGHTS));
    expect(reasons(refused.answer)).toEqual(withheld('UNAVAILABLE', 5));
    expect(server.requests).toHaveLength(before);
    expect(calls.slice(-5).map(({ outcome, attempts }) => [outcome, attempts])).toEqual(
      Array.from({ length: 5 }, () => ['BREAKER', 0]),
    );
    // Of a deadline nothing is left to wait for.
    expect(refused.took - without).toBeLessThan(DEADLINE * 0.8);

    server.reply(well);
    const summary = 'ask(question: "What medicines do I take?") { sentences { text } }';
    await expect
      .poll(async () => reasons(await gateway.ask(token, asking([summary]))), {
        timeout: 25_000,
        interval: 100,
      })
      .toEqual([]);
    expect(breaker).toEqual(['OPEN', 'HALF_OPEN', 'CLOSED']);
    expect(server.requests.length).toBeGreaterThan(before);
  });

  it('stay closed to a server that is still stalled: one call tries, and the breaker opens again', {
    timeout: 60_000,
  }, async () => {
    const { timed, server, breaker } = await open({
      breakerFailures: 5,
      breakerRest: 300,
      breakerPatience: 0,
    });
    await timed(asking(INSIGHTS));
    const before = server.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(reasons((await timed(asking(INSIGHTS))).answer)).toEqual(withheld('UNAVAILABLE', 5));
    expect(server.requests.length - before).toBe(1);
    expect(breaker).toEqual(['OPEN', 'HALF_OPEN', 'OPEN']);
  });
});

describe('two hundred insights at once of a stalled model', () => {
  it('take few connections and little memory, are all answered, and others are served meanwhile', {
    timeout: 120_000,
  }, async () => {
    const { gateway, server, token } = await open(
      { breakerFailures: 100_000 },
      { deadlineSeconds: '3', concurrency: '6' },
    );
    const others = await gateway.persona('physician');
    // What reads little: the store of the tests has one process, which all of these share.
    const insight =
      '{ patient(id: "demo-ada") { birthDate insights { labExplanation(observationId: "demo-ada-visit-5-lab-718-7") { id } } } }';
    const ask = () => gateway.ask(token, insight);
    // Once for what stays: compiled code, pools, caches.
    await Promise.all(Array.from({ length: 40 }, ask));
    expect(server.requests.length).toBeGreaterThan(0);
    const before = process.memoryUsage();

    let answered = 0;
    const storm = Array.from({ length: 200 }, async () => {
      const answer = await ask();
      answered += 1;
      return answer;
    });
    let meanwhile = 0;
    let most = 0;
    while (answered < storm.length) {
      const answer = await gateway.ask(others, '{ patient(id: "demo-ada") { birthDate } }');
      expect(answer.body?.data).toEqual({ patient: { birthDate: expect.any(String) } });
      if (answered < storm.length) meanwhile += 1;
      most = Math.max(most, process.memoryUsage().heapUsed);
    }
    const answers = await Promise.all(storm);
    expect(meanwhile).toBeGreaterThan(0);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body?.data).toMatchObject({ patient: { birthDate: expect.any(String) } });
      expect(reasons(answer)).toEqual([expect.stringMatching(/^INSIGHT_WITHHELD (UNAVAILABLE|BUDGET)$/)]);
    }
    // Six places, and of each the connection before, whose end the server sees a moment later.
    expect(server.sockets.most).toBeLessThanOrEqual(12);
    await expect.poll(() => server.sockets.open, { timeout: 10_000 }).toBe(0);
    // Stated in times of what it was: what piles up with requests would be many times it.
    expect(most).toBeLessThan(before.heapUsed * 3);
    expect(process.memoryUsage().rss).toBeLessThan(before.rss * 2);
  });
});

describe('a client that hangs up', () => {
  it('ends its call, opens no breaker, and its reading stays on record', async () => {
    const { gateway, server, token, breaker, calls } = await open(
      { breakerFailures: 1 },
      { deadlineSeconds: '60' },
    );
    const hangUp = new AbortController();
    const asked = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      signal: hangUp.signal,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: asking(INSIGHTS.slice(0, 1)) }),
    });
    const gone = asked.then(
      () => 'answered',
      () => 'gone',
    );
    await expect.poll(() => server.requests.length, { timeout: 10_000 }).toBe(1);
    expect(server.sockets.open).toBe(1);
    hangUp.abort();
    expect(await gone).toBe('gone');
    await expect.poll(() => server.sockets.open, { timeout: 10_000 }).toBe(0);
    await expect.poll(() => calls.map(({ outcome }) => outcome), { timeout: 10_000 }).toEqual(['DEADLINE']);
    expect(breaker).toEqual([]);

    const read = (await gateway.events()).filter(({ via }) => via === 'PatientInsights.ask');
    expect(read.some(({ coordinate }) => coordinate === 'Observation.valueQuantity')).toBe(true);
    expect(read.every(({ insight }) => insight?.sent === true)).toBe(true);
    server.reply(well);
    const again = await gateway.ask(token, asking(['ask(question: "What medicines do I take?") { id }']));
    expect(reasons(again)).toEqual([]);
  });
});
