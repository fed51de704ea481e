import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/http/create-http-server.ts';
import { refuseMedia } from '../../src/http/refuse-media.ts';
import { createMetrics } from '../../src/metrics.ts';
import { expectLinear } from '../support/expect-linear.ts';

/** Of all headers together. */
const LONGEST = 16 * 1024;
const blanks = (length: number) => ' '.repeat(length);
const TYPES: readonly (readonly [string, (length: number) => string])[] = [
  ['blanks for a charset', (length) => `application/json; charset=${blanks(length)}"`],
  ['blanks before a charset', (length) => `application/json;${blanks(length)}charset`],
  ['blanks behind a type', (length) => `application/json${blanks(length)}x`],
  ['charsets', (length) => `application/json${';charset=utf-8'.repeat(length / 14)}`],
  ['parameters', (length) => `application/json${'; '.repeat(length / 2)}`],
];

const server = createHttpServer({
  handle: async () => ({ status: 200, headers: {}, body: '{}' }),
  away: async () => [],
  metrics: createMetrics(),
  exposeMetrics: false,
  newId: () => 'id',
  clock: () => 0,
});
afterAll(() => server.close());

describe('a header costs no more than its length', () => {
  it.each(TYPES)('where a type is read: %s', async (_what, ofLength) => {
    const request = new IncomingMessage(new Socket());
    const read = (type: string) => {
      request.headers['content-type'] = type;
      return refuseMedia(request);
    };
    await expectLinear(read, ofLength, LONGEST);
  });

  it.each(TYPES)('at the door, before anybody is known: %s', async (_what, ofLength) => {
    const read = async (type: string) => {
      const headers = { 'content-type': type };
      const { statusCode } = await server.inject({ method: 'POST', url: '/graphql', headers, body: '{}' });
      expect([200, 415]).toContain(statusCode);
    };
    await expectLinear(read, ofLength, LONGEST);
  });
});
