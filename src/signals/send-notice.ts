import { createHmac } from 'node:crypto';
import { isLoopbackName } from '../is-loopback-name.ts';

/** Where notices go, and the key that both sides have. */
export interface NoticeTarget {
  /** `https:`, or `http:` on this machine. */
  readonly url: URL;
  /** At least 24 bytes. */
  readonly key: Uint8Array;
}

export interface NoticeParts {
  readonly send: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Milliseconds before each further attempt. */
const WAITS = Object.freeze([1_000, 5_000, 25_000]);
const PATIENCE_MS = 10_000;
const LEAST_KEY = 24;

/** Nothing may be sent there. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

/** @throws WebhookError for a target to which nothing may be sent: in the clear, or under a weak key. */
export function noticeTarget(url: URL, key: Uint8Array): NoticeTarget {
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackName(url.hostname));
  if (!isSafe) throw new WebhookError('expected https, or http on this machine');
  if (url.username !== '' || url.password !== '')
    throw new WebhookError('expected no credentials in the URL');
  if (key.length < LEAST_KEY) throw new WebhookError(`expected a key of at least ${LEAST_KEY} bytes`);
  return Object.freeze({ url, key });
}

/**
 * Tells another system that there are findings: their ids and the tenant, and nothing that is in them. Signed after
 * Standard Webhooks 1.0: `webhook-signature: v1,<base64>` is HMAC-SHA-256 over `<webhook-id>.<webhook-timestamp>.<body>`,
 * the time being that of the attempt, so that the receiver can refuse what is old or came before.
 *
 * @returns whether it was taken. A redirect, and a refusal other than 408, 429 and 5xx, is final.
 */
export async function sendNotice(
  { url, key }: NoticeTarget,
  id: string,
  tenant: string,
  findings: readonly string[],
  { send, clock, wait }: NoticeParts,
): Promise<boolean> {
  const body = JSON.stringify({ type: 'phield.findings', tenant, findings });
  for (const pause of [...WAITS, null]) {
    const timestamp = Math.floor(clock() / 1_000).toString();
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    const status = await send(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
    }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      },
      () => null,
    );
    if (status !== null && status >= 200 && status < 300) return true;
    const mayPass = status === null || status === 408 || status === 429 || status >= 500;
    if (!mayPass || pause === null) return false;
    await wait(pause);
  }
  return false;
}
