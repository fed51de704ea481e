import { type AuditResult, auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runGateway, type TestGateway } from '../support/running-gateway.ts';

/** Audits of what a server MAY do that this one does not do, and why. Not one at present. */
const JUSTIFIED: Readonly<Record<string, string>> = Object.freeze({});

let gateway: TestGateway;
let results: readonly AuditResult[];
beforeAll(async () => {
  gateway = await runGateway();
  const token = await gateway.persona('physician');
  results = await auditServer({
    url: `${gateway.url}/graphql`,
    fetchFn: (address: string, init: RequestInit = {}) =>
      fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }),
  });
});
afterAll(() => gateway.close());

const failed = (word: RegExp) =>
  results
    .filter(({ name, status }) => word.test(name) && status !== 'ok')
    .map(({ id, name, ...rest }) => `${id} ${name}: ${'reason' in rest ? rest.reason : ''}`);

describe('the audits of GraphQL over HTTP, by the package of its authors', () => {
  it('are all there', () => {
    expect(results.length).toBeGreaterThanOrEqual(61);
    expect(results.filter(({ name }) => /^(MUST|SHOULD|MAY)\b/.test(name))).toHaveLength(results.length);
  });

  it('find all done that a server MUST do', () => {
    expect(failed(/^MUST/)).toEqual([]);
  });

  it('find all done that a server SHOULD do', () => {
    expect(failed(/^SHOULD/)).toEqual([]);
  });

  it('find all done that a server MAY do, but for what is justified here', () => {
    expect(failed(/^MAY/).filter((line) => JUSTIFIED[line.slice(0, 4)] === undefined)).toEqual([]);
    for (const id of Object.keys(JUSTIFIED)) expect(failed(/^MAY/).join()).toContain(id);
  });
});
