import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readStoreFile } from '../../datasources/dynamodb/store-file.ts';
import { type Answered, codesOf } from '../support/answered.ts';
import { eventually } from '../support/copy-demo.ts';
import { DISCLOSING_QUERY, disclosed } from '../support/disclosed.ts';
import { expectErrors, expectRefusal } from '../support/expect-refusal.ts';
import { FAULTS, type Fault } from '../support/fault-proxy.ts';
import { type ProxiedGateway, runProxiedGateway } from '../support/proxied-gateway.ts';
import { runGateway } from '../support/running-gateway.ts';

const ME = '{ me { tenant } }';

/** Slower than any time limit of the gateway. */
const SLOW: Fault = { kind: 'slow', delay: 60_000 };

describe('when the store fails', () => {
  let gateway: ProxiedGateway;
  let physician: string;
  beforeAll(async () => {
    gateway = await runProxiedGateway();
    physician = await gateway.persona('physician');
    // The tenant's keys are opened once and kept: what fails below is the reading of patients.
    await gateway.ask(physician, DISCLOSING_QUERY);
  });
  // Who asks is not known either while sessions and revocations cannot be asked, for a poll longer than the data.
  afterEach(async () => {
    gateway.proxy.set({ kind: 'none' });
    await recovered();
  });
  afterAll(() => gateway.close());

  async function recovered(): Promise<Answered> {
    let answer = await gateway.ask(physician, DISCLOSING_QUERY);
    await eventually(async () => {
      if (codesOf(answer).length > 0) answer = await gateway.ask(physician, DISCLOSING_QUERY);
      return codesOf(answer).length === 0;
    }, 'the gateway does not recover');
    return answer;
  }

  /** What the store last said holds for a second. */
  const saysReady = (status: number) =>
    eventually(
      async () => (await gateway.send('/health/ready')).status === status,
      `the gateway does not say ${status}`,
    );

  it('is asked whether it is there once a second, however many want to know', async () => {
    await saysReady(200);
    gateway.proxy.take();
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 50 }, () => gateway.send('/health/ready')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const seconds = Math.ceil((performance.now() - began) / 1_000);
    const calls = gateway.proxy.take().filter((name) => name === 'DescribeTable');
    expect(calls.length).toBeLessThanOrEqual(seconds);
  });

  it.each(FAULTS.map(([name, fault]) => [name, fault.kind === 'slow' ? SLOW : fault] as const))(
    '%s: no data, one decided error, no answer that needs none of it fails, and it recovers',
    async (_name, fault) => {
      await saysReady(200);
      gateway.proxy.set(fault);
      const [answer, node, list, me, live] = await Promise.all([
        gateway.ask(physician, DISCLOSING_QUERY),
        gateway.ask(physician, '{ node(id: "Patient/demo-ada") { id } }'),
        gateway.ask(physician, '{ patients { edges { node { birthDate } } } }'),
        gateway.ask(physician, ME),
        gateway.send('/health/live'),
      ]);
      for (const [failed, field] of [
        [answer, 'patient'],
        [node, 'node'],
        [list, 'patients'],
      ] as const) {
        expectUndisclosed(failed, field);
      }
      if (me.status !== 503) expect(me.body?.data).toEqual({ me: { tenant: 'riverside' } });
      expect(live.status).toBe(200);
      await saysReady(503);

      gateway.proxy.set({ kind: 'none' });
      const after = await recovered();
      expect(await disclosed(gateway.config.dataDir, [after])).toEqual({
        received: expect.toSatisfy((n) => n > 10),
        missing: [],
      });
      await saysReady(200);
    },
  );

  it('half-way: what was disclosed before is recorded, the rest is null', async () => {
    const coder = await gateway.persona('coder');
    expect(codesOf(await gateway.ask(coder, DISCLOSING_QUERY))).toEqual([]);
    gateway.proxy.set({ kind: 'error', status: 500, type: 'InternalServerError' }, 'Query');
    const answer = await gateway.ask(coder, DISCLOSING_QUERY);
    expect(answer.body?.data).toMatchObject({
      patient: { birthDate: expect.any(String), mrn: 'RV10000001', conditions: null, observations: null },
    });
    expectErrors(answer, 'UPSTREAM_UNAVAILABLE');
    expect(await disclosed(gateway.config.dataDir, [answer])).toEqual({ received: 3, missing: [] });
  });

  it('under load, on and off: every answer is decided, and every value received has its event', async () => {
    const answers: Answered[] = [];
    let asking = true;
    const client = async () => {
      while (asking) answers.push(await gateway.ask(physician, DISCLOSING_QUERY));
    };
    const clients = Array.from({ length: 6 }, client);
    for (const fault of ['none', 'cut', 'none', 'garbage', 'none', 'cut', 'none'] as const) {
      gateway.proxy.set({ kind: fault });
      const until = answers.length + 25;
      await eventually(async () => answers.length >= until, `no answers with fault ${fault}`);
    }
    asking = false;
    await Promise.all(clients);
    const decided = new Set(answers.map(({ status }) => status));
    expect([...decided].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
    const { received, missing } = await disclosed(gateway.config.dataDir, answers);
    expect(missing).toEqual([]);
    expect(received).toBeGreaterThan(1_000);
  });

  it('logs the kind of failure and nothing of what was read', () => {
    const lines = gateway.log.filter(({ event }) => event === 'operation.field.failed');
    expect(new Set(lines.map(({ fields }) => fields.code))).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
    for (const { fields } of lines)
      expect(fields.detail).toMatch(/^(store: [A-Za-z0-9]+|the store keeps .*|the request ended.*)$/);
  });
});

/** Not known who asks, or known and the data out of reach. */
function expectUndisclosed(answer: Answered, field: string): void {
  if (answer.status === 503) {
    expectRefusal(answer, 503, 'UPSTREAM_UNAVAILABLE');
  } else {
    expect(answer.status).toBe(200);
    expect(answer.body?.data).toEqual({ [field]: null });
    expectErrors(answer, 'UPSTREAM_UNAVAILABLE');
  }
}

it('an embedded store that is killed comes back by itself', async () => {
  const gateway = await runGateway();
  try {
    const physician = await gateway.persona('physician');
    expect(codesOf(await gateway.ask(physician, DISCLOSING_QUERY))).toEqual([]);
    const store = await readStoreFile(gateway.config.dataDir);
    if (store === null) throw new Error('no store runs');
    process.kill(store.pid, 'SIGKILL');
    const answers: Answered[] = [];
    await eventually(async () => {
      answers.push(await gateway.ask(physician, DISCLOSING_QUERY));
      return codesOf(answers.at(-1) as Answered).length === 0;
    }, 'the store does not come back');
    expect(new Set(answers.flatMap(codesOf))).toBeOneOf([new Set(), new Set(['UPSTREAM_UNAVAILABLE'])]);
    expect((await disclosed(gateway.config.dataDir, answers)).missing).toEqual([]);
    await eventually(
      async () => (await gateway.send('/health/ready')).status === 200,
      'nobody says that it is ready',
    );
  } finally {
    await gateway.close();
  }
});
