import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answered } from '../support/answered.ts';
import { eventually } from '../support/copy-demo.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { runCommand } from '../support/gateway-process.ts';
import { type Replica, type TwoReplicas, twoReplicas } from '../support/two-replicas.ts';

const ME = '{ me { id } }';
const MINUTE = 60;

let both: TwoReplicas;
beforeAll(async () => {
  both = await twoReplicas();
});
afterEach(async () => {
  for (const { proxy } of [both.one, both.other]) proxy.set({ kind: 'none' });
});
afterAll(() => both.close());

const longToken = () =>
  both.one.token({ client: 'demo-portal', sub: randomUUID(), lifetimeSeconds: 24 * 60 * MINUTE });

/** Once revocations are heard of again, as after the clock was moved. */
async function heard(replica: Replica, token: string): Promise<Answered> {
  let answer = await replica.ask(token, ME);
  await eventually(async () => {
    if (answer.status === 503) answer = await replica.ask(token, ME);
    return answer.status !== 503;
  }, 'revocations are not heard of again');
  return answer;
}

const phield = (...args: string[]) => runCommand(args, { PHIELD_DATA_DIR: both.dataDir });

describe('what is revoked', () => {
  it.each(['session', 'token-id'] as const)(
    'by its %s is refused by every replica within five seconds, and stays so',
    async (name) => {
      const [token, bystander] = [await longToken(), await longToken()];
      for (const replica of [both.one, both.other]) {
        expect((await heard(replica, token)).status).toBe(200);
        expect((await heard(replica, bystander)).status).toBe(200);
      }
      const { sid, jti } = decodeJwt(token);
      const id = String(name === 'session' ? sid : jti);
      const { code, stdout } = await phield('revoke', `--${name}`, id, '--reason', 'stolen', '--json');
      const acknowledged = performance.now();
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ revoked: { id, reason: 'stolen' }, recorded: true });
      let open = [both.one, both.other];
      while (open.length > 0 && performance.now() - acknowledged < 5_000) {
        const answers = await Promise.all(open.map((replica) => replica.ask(token, ME)));
        open = open.filter((_, at) => answers[at]?.status === 200);
      }
      expect(open).toEqual([]);
      for (const replica of [both.one, both.other]) {
        expectRefusal(await replica.ask(token, ME), 401, 'UNAUTHENTICATED');
        expect((await replica.ask(bystander, ME)).status).toBe(200);
      }
      const [event] = (await both.one.events({ kinds: ['privileged'] })).filter(
        ({ session }) => session === id,
      );
      expect(event).toMatchObject({
        operation: `revoke_${name === 'session' ? 'session' : 'token'}_stolen`,
        client: 'phield-cli',
        actor: expect.stringMatching(/^os-user:/),
      });
    },
  );
});

describe('a replica that does not hear of revocations', () => {
  it('serves nobody after five seconds, says so, and recovers; another goes on', async () => {
    const token = await longToken();
    const { one, other } = both;
    await Promise.all([heard(one, token), heard(other, token)]);
    other.proxy.set({ kind: 'cut' });
    const began = performance.now();
    let answer = await other.ask(token, ME);
    // The register of clients, read as often, is missed about as soon: it is refused throughout, and after that too.
    while (performance.now() - began < 5_500) answer = await other.ask(token, ME);
    expectRefusal(answer, 503, 'UPSTREAM_UNAVAILABLE');
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect((await other.ask(token, '{ patient(id: "demo-ada") { id } }')).status).toBe(503);
    expect((await other.send('/health/ready')).status).toBe(503);
    expect((await other.send('/health/live')).status).toBe(200);
    expect((await one.ask(token, ME)).status).toBe(200);
    other.proxy.set({ kind: 'none' });
    expect((await heard(other, token)).status).toBe(200);
    // What the store last said holds for a second.
    await eventually(
      async () => (await other.send('/health/ready')).status === 200,
      'nobody says that it is ready',
    );
    const events = () => other.log.map(({ event }) => event);
    expect(events()).toContain('revocations.unavailable');
    await eventually(async () => events().includes('revocations.available'), 'nobody says that it recovered');
  });
});

describe('a session', () => {
  it('that nobody uses for fifteen minutes ends on every replica, whichever it was used on', async () => {
    const token = await longToken();
    const { one, other } = both;
    for (const replica of [one, other, one]) {
      expect((await heard(replica, token)).status).toBe(200);
      both.advance(10 * MINUTE);
    }
    expect((await heard(other, token)).status).toBe(200);
    both.advance(15 * MINUTE);
    for (const replica of [other, one]) expectRefusal(await heard(replica, token), 401, 'UNAUTHENTICATED');
    const line = one.log.filter(({ event }) => event === 'operation.refused').at(-1);
    expect(line?.fields.detail).toBe('session ended');
  });

  it('that cannot be asked for is not let in; one seen just now is', async () => {
    const [known, unknown] = [await longToken(), await longToken()];
    expect((await heard(both.one, known)).status).toBe(200);
    both.one.proxy.set({ kind: 'error', status: 500, type: 'InternalServerError' }, 'UpdateItem');
    expectRefusal(await both.one.ask(unknown, ME), 503, 'UPSTREAM_UNAVAILABLE');
    expect((await both.one.ask(known, ME)).status).toBe(200);
    both.one.proxy.set({ kind: 'none' });
    expect((await both.one.ask(unknown, ME)).status).toBe(200);
  });
});
