import { describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '../src/errors.ts';
import { lineGateway } from './support/line-gateway.ts';
import { actor } from './support/small-gateway.ts';

const BIRTH_DATE = { query: '{ patient(id: "ada") { birthDate } }' };

describe('the barrier', () => {
  it('holds the answer back until its record is durable', async () => {
    const { ask, ledger } = await lineGateway();
    let durable = () => {};
    let begun = () => {};
    const appending = new Promise<void>((resolve) => {
      begun = resolve;
    });
    ledger.append = () => {
      begun();
      return new Promise((resolve) => {
        durable = resolve;
      });
    };
    let answered = false;
    const answer = ask({ body: BIRTH_DATE }).finally(() => {
      answered = true;
    });
    await appending;
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    durable();
    expect((await answer).text).toContain('1980-05-05');
  });

  it.each([new LedgerUnavailableError('disk full'), new Error('anything')])(
    'keeps the answer for itself when its record fails: %s',
    async (error) => {
      const { ask, ledger } = await lineGateway();
      ledger.failWith = error;
      const { status, body, text } = await ask({ body: BIRTH_DATE });
      expect(status).toBeGreaterThanOrEqual(500);
      expect(body.data).toBeUndefined();
      expect(text).not.toContain('1980');
    },
  );

  it('records an operation whose answer is an error in part', async () => {
    const { ask, ledger } = await lineGateway();
    await ask({ body: { query: '{ patient(id: "ada") { birthDate broken } }' } });
    expect(ledger.records).toHaveLength(1);
    expect(ledger.records[0]?.shapes[0]?.fields.map(([coordinate]) => coordinate)).toEqual([
      'Patient.birthDate',
      'Patient.broken',
    ]);
  });
});

describe('off the line', () => {
  it('nobody without a token, and it is counted', async () => {
    const { ask, refused, ledger } = await lineGateway();
    const { status, body, headers } = await ask({ headers: {}, body: BIRTH_DATE });
    expect([status, body.data, headers['www-authenticate']]).toEqual([401, undefined, 'Bearer']);
    expect(refused).toEqual(['192.0.2.1 UNAUTHENTICATED']);
    expect(ledger.records).toEqual([]);
  });

  it('nobody of a tenant that is not configured', async () => {
    const { ask, refused } = await lineGateway({ policies: () => () => null });
    const { status, body } = await ask({ body: BIRTH_DATE });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
    expect(refused).toEqual(['192.0.2.1 FORBIDDEN']);
  });

  it.each(['authorization', 'phield-purpose', 'content-type'])(
    'no request that gives %s twice',
    async (name) => {
      const { ask } = await lineGateway();
      const token = JSON.stringify(actor());
      const headers = { authorization: token, 'content-type': 'application/json' };
      const { status, body } = await ask({
        headers: { ...headers, [name]: [token, token] },
        body: BIRTH_DATE,
      });
      expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
    },
  );

  it('what cannot run is counted too', async () => {
    const { ask, refused } = await lineGateway();
    await ask({ body: { query: '{ nothing }' } });
    await ask({ body: { query: '{' } });
    expect(refused).toEqual(['192.0.2.1 BAD_REQUEST', '192.0.2.1 BAD_REQUEST']);
  });

  it('a ledger that fails is not asked to record that it failed', async () => {
    const { ask, ledger, refused } = await lineGateway();
    ledger.failWith = new LedgerUnavailableError('disk full');
    await ask({ body: BIRTH_DATE });
    expect(refused).toEqual([]);
  });

  it('an unexpected error is logged by its name alone, and answered with a constant', async () => {
    const { ask, log } = await lineGateway({
      openData: () => {
        throw new RangeError('canary-in-a-message');
      },
    });
    const { status, text } = await ask({ body: BIRTH_DATE });
    expect(status).toBe(500);
    expect(text).not.toContain('canary');
    expect(log).toMatchObject([{ event: 'operation.refused', errorName: 'RangeError' }]);
    expect(JSON.stringify(log)).not.toContain('canary');
  });
});

describe('an answer', () => {
  it('is stored by nobody on its way', async () => {
    const { ask } = await lineGateway();
    for (const request of [
      { body: BIRTH_DATE },
      { body: { query: '{' } },
      { headers: {}, body: BIRTH_DATE },
    ]) {
      expect((await ask(request)).headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('comes within the deadline: what an operation waits for is told that it has passed', {
    timeout: 5_000,
  }, async () => {
    const { ask } = await lineGateway({ deadline: 5 });
    expect((await ask({ body: { query: '{ waits }' } })).body.data).toEqual({ waits: true });
  });
});
