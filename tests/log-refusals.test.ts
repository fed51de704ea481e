import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogFields } from '../src/log.ts';
import { createRefusalLog, LINES_OF_A_KIND } from '../src/log-refusals.ts';
import { lineGateway } from './support/line-gateway.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function written() {
  const lines: (LogFields & { readonly event: string })[] = [];
  const write = (event: string, fields: LogFields = {}) => lines.push({ event, ...fields });
  const log = createRefusalLog({ info: write, warn: write, error: write });
  const flood = (count: number, detail = 'no token') => {
    for (let at = 1; at <= count; at += 1) log.note(`request-${at}`, 'UNAUTHENTICATED', detail);
  };
  return { lines, log, flood };
}

describe('what is refused', () => {
  it('is a line each while it is little, with the id of its request', () => {
    const { lines, flood } = written();
    flood(2);
    vi.runAllTimers();
    expect(lines).toEqual(
      ['request-1', 'request-2'].map((request) => ({
        event: 'operation.refused',
        request,
        code: 'UNAUTHENTICATED',
        detail: 'no token',
      })),
    );
  });

  it('is counted beyond that, and nothing of it is lost', () => {
    const { lines, flood } = written();
    flood(LINES_OF_A_KIND + 1_234);
    expect(lines).toHaveLength(LINES_OF_A_KIND);
    vi.runAllTimers();
    expect(lines.slice(LINES_OF_A_KIND)).toEqual([
      { event: 'operation.refused.further', code: 'UNAUTHENTICATED', detail: 'no token', count: 1_234 },
    ]);
  });

  it('of one kind hides no other', () => {
    const { lines, log, flood } = written();
    flood(5_000);
    flood(1, 'session ended');
    log.note('request-x', 'FORBIDDEN', 'no token');
    expect(lines.slice(LINES_OF_A_KIND).map(({ code, detail }) => [code, detail])).toEqual([
      ['UNAUTHENTICATED', 'session ended'],
      ['FORBIDDEN', 'no token'],
    ]);
  });

  it('is told singly again in the next second', () => {
    const { lines, flood } = written();
    flood(LINES_OF_A_KIND);
    vi.advanceTimersByTime(1_000);
    flood(1);
    expect(lines).toHaveLength(LINES_OF_A_KIND + 1);
    expect(lines.at(-1)?.request).toBe('request-1');
  });

  it('is told whole when the gateway stops', async () => {
    const { gateway, ask, log } = await lineGateway();
    for (let at = 0; at < LINES_OF_A_KIND + 3; at += 1) await ask({ headers: {} });
    await gateway.stop();
    expect(log).toHaveLength(LINES_OF_A_KIND + 1);
    expect(log.at(-1)).toMatchObject({ event: 'operation.refused.further', count: 3 });
  });

  it('although it should not have been is a line each, however often', async () => {
    const { ask, log } = await lineGateway({
      openData: () => {
        throw new RangeError('canary');
      },
    });
    for (let at = 0; at < 3 * LINES_OF_A_KIND; at += 1) await ask({ body: { query: '{ ping }' } });
    expect(log.filter(({ errorName }) => errorName === 'RangeError')).toHaveLength(3 * LINES_OF_A_KIND);
  });
});
