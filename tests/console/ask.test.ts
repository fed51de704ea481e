import { afterEach, expect, test, vi } from 'vitest';
import { createAsk } from '../../src/console/page/ask.ts';

const DOCUMENT = { id: 'f'.repeat(64) };

/** A session that can be ended, and a gateway that answers when it is told to. */
function given() {
  const session: { token: string | null } = { token: 'secret' };
  const { promise, resolve } = Promise.withResolvers<Response>();
  const asked = vi.fn(() => promise);
  vi.stubGlobal('fetch', asked);
  const refused = vi.fn();
  const ask = createAsk(() => session.token, { onRefused: refused });
  const answer = (status = 200) => resolve(Response.json({ data: { me: { id: 'officer' } } }, { status }));
  return { session, asked, ask, answer, refused };
}
afterEach(() => vi.unstubAllGlobals());

test('an answer is told while somebody is signed in', async () => {
  const { ask, answer } = given();
  answer();
  expect(await ask(DOCUMENT, {})).toEqual({ data: { me: { id: 'officer' } }, failure: null });
});

test('what comes when a session has ended is told to nobody', async () => {
  const { ask, answer, session } = given();
  const told = ask(DOCUMENT, {});
  session.token = null;
  answer();
  expect(await told).toMatchObject({ data: null, failure: { code: expect.any(String) } });
});

test('what was still coming when a session ended is told to nobody', async () => {
  const { ask, asked, session } = given();
  const late = Promise.withResolvers<string>();
  const response = new Response(null);
  const text = vi.fn(() => late.promise);
  asked.mockResolvedValue(Object.assign(response, { text }));
  const told = ask(DOCUMENT, {});
  await vi.waitFor(() => expect(text).toHaveBeenCalled());
  session.token = null;
  late.resolve('{"data":{"me":{"id":"officer"}}}');
  expect(await told).toMatchObject({ data: null });
});

test('nor does its refusal end the next one', async () => {
  const { ask, answer, session, refused } = given();
  const told = ask(DOCUMENT, {});
  session.token = null;
  answer(401);
  expect(await told).toMatchObject({ data: null });
  expect(refused).not.toHaveBeenCalled();
});

test('nothing is asked for a session that has ended', async () => {
  const { ask, asked, session, answer } = given();
  session.token = null;
  answer();
  expect(await ask(DOCUMENT, {})).toMatchObject({ data: null });
  expect(asked).not.toHaveBeenCalled();
});
