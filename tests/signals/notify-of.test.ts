import { expect, test } from 'vitest';
import { notifyOf } from '../../src/signals/notify-of.ts';
import { noticeTarget } from '../../src/signals/send-notice.ts';

const IDS = Array.from({ length: 250 }, (_, n) => `finding-${n}`);

/** Tells a receiver that answers so of all of them. */
async function told(status: number) {
  const notices: { readonly id: string | null; readonly findings: readonly string[] }[] = [];
  const send: typeof fetch = async (_address, init) => {
    const { findings } = JSON.parse(String(init?.body));
    notices.push({ id: new Headers(init?.headers).get('webhook-id'), findings });
    return new Response(null, { status });
  };
  let waited = 0;
  const wait = async (milliseconds: number) => {
    waited += milliseconds;
  };
  const target = noticeTarget(new URL('https://office.example/hook'), Buffer.alloc(32, 7));
  const taken = await notifyOf(target, { send, clock: () => 0, wait })('north', IDS);
  return { taken, notices, waited };
}

test('all are told, so many at once, in notices of their own', async () => {
  const { taken, notices } = await told(204);
  expect(taken).toBe(true);
  expect(notices.map(({ findings }) => findings.length)).toEqual([100, 100, 50]);
  expect(notices.flatMap(({ findings }) => findings)).toEqual(IDS);
  expect(new Set(notices.map(({ id }) => id)).size).toBe(3);
});

test('the same are told again under the same id', async () => {
  const [first, second] = [await told(204), await told(204)];
  expect(first.notices).toEqual(second.notices);
});

test('a receiver that is away is waited for once, however many there are', async () => {
  const { taken, notices, waited } = await told(503);
  expect(taken).toBe(false);
  expect(new Set(notices.map(({ id }) => id)).size).toBe(1);
  expect(waited).toBe(31_000);
});
