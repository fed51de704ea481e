import { describe, expect, it } from 'vitest';
import { lineGateway } from './support/line-gateway.ts';
import { actor } from './support/small-gateway.ts';

const { ask, log } = await lineGateway();
const BIRTH_DATE = '{ patient(id: "ada") { birthDate } }';
const get = (query: string, more = '') =>
  ask({ method: 'GET', search: `?query=${encodeURIComponent(query)}${more}`, body: undefined });

describe('the pipeline', () => {
  it('takes one operation a request, no batch', async () => {
    const { status, body, text } = await ask({ body: [{ query: BIRTH_DATE }, { query: BIRTH_DATE }] });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
    expect(text).not.toContain('1980');
  });

  it('takes no request that a foreign page can make a browser send', async () => {
    const open = await lineGateway({ authenticate: async () => actor() });
    const search = `?query=${encodeURIComponent(BIRTH_DATE)}`;
    const foreign = await open.ask({ method: 'GET', headers: {}, search, body: undefined });
    expect([foreign.status, foreign.body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
    expect(foreign.text).not.toContain('1980');
    const own = { 'apollo-require-preflight': '1' };
    expect((await open.ask({ method: 'GET', headers: own, search, body: undefined })).status).toBe(200);
  });

  it('registers no document at run time', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const { body } = await ask({ body: { extensions } });
    expect(body.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  it('tells nothing of the schema unless it is told to', async () => {
    const query = '{ __schema { types { name } } }';
    expect((await ask({ body: { query } })).body.errors?.[0]?.extensions.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    const open = await lineGateway({ introspection: true });
    expect((await open.ask({ body: { query } })).body.errors).toBeUndefined();
  });

  describe('told by role', () => {
    const TYPES = '{ __schema { types { name fields { name } } } }';
    const asked = async (role: string, query = TYPES, roles = ['NURSE', 'AUDITOR']) => {
      const purpose = role === 'AUDITOR' ? 'HOPERAT' : 'TREAT';
      const someone = actor({ roles: [role], purpose, purposes: [purpose] });
      const gateway = await lineGateway({ introspection: { roles }, authenticate: async () => someone });
      return gateway.ask({ body: { query } });
    };

    it('shows a role what it can use, and no more', async () => {
      const [nurse, auditor] = [await asked('NURSE'), await asked('AUDITOR')];
      expect([nurse.status, nurse.body.errors, auditor.status]).toEqual([200, undefined, 200]);
      expect(nurse.text).toContain('birthDate');
      expect(auditor.text).not.toContain('birthDate');
      expect(auditor.text).toContain('ping');
    });

    it('is refused to others in the words of any wrong document', async () => {
      const wrong = await asked('BILLING', '{ nothing }');
      const [others, nobody] = [await asked('BILLING'), await asked('NURSE', TYPES, [])];
      const code = (answer: typeof others) => answer.body.errors?.map(({ extensions }) => extensions.code);
      expect([others.status, nobody.status]).toEqual([wrong.status, wrong.status]);
      expect(code(others)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      expect(code(nobody)?.[0]).toBe('GRAPHQL_VALIDATION_FAILED');
    });

    it('stands beside nothing else, however it is wrapped', async () => {
      const beside = '{ ping ...F } fragment F on Query { told: __type(name: "Patient") { name } }';
      const { status, text } = await asked('NURSE', beside);
      expect(status).toBe(400);
      expect(text).not.toContain('pong');
    });
  });

  it('bounds the words of a document while it is parsed', async () => {
    const query = (words: number) => `query($n: [Int] = [${'7 '.repeat(words)}]) { ping }`;
    const codeOf = async (words: number) =>
      (await ask({ body: { query: query(words) } })).body.errors?.[0]?.extensions.code;
    expect(await codeOf(2_000)).toBe('OPERATION_TOO_COMPLEX');
    // An unused variable is all that is wrong with it.
    expect(await codeOf(1_900)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('bounds the fields of a document, its fragments expanded', async () => {
    const words = `fragment F on Query { ${'ping '.repeat(300)} }`;
    const { body } = await ask({
      body: { query: `{ ...F ... { ...F ... { ...F } } ... { ...F } } ${words}` },
    });
    expect(body.errors?.[0]?.extensions.code).toBe('OPERATION_TOO_COMPLEX');
    expect((await ask({ body: { query: `{ ...F } ${words}` } })).body.errors).toBeUndefined();
  });

  it('tells no text of an error, to the client or to the log', async () => {
    const { text } = await ask({ body: { query: '{ patient(id: "ada") { broken } }' } });
    const value = 'query($n: Int) { patients(first: $n) { edges { cursor } } }';
    const wrong = await ask({ body: { query: value, variables: { n: 'canary-in-a-variable' } } });
    expect(wrong.body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const syntax = await ask({ body: { query: '{ patient(id: "canary-in-a-literal" }' } });
    const unknown = await ask({ body: { query: '{ canaryField }' } });
    expect(unknown.body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(`${text}${wrong.text}${syntax.text}${unknown.text}${JSON.stringify(log)}`).not.toContain('canary');
    expect(log).toMatchObject([{ event: 'operation.field.failed', errorName: 'Error' }]);
  });
});

describe('a filter by PHI', () => {
  it.each([
    '{ patients(birthDate: "1980-05-05") { edges { node { id } } } }',
    '{ patients(search: { birthDate: "1980-05-05" }) { edges { node { id } } } }',
    '{ patients(search: {}) { edges { node { id } } } }',
    'query Q($d: FhirDate) { patients(birthDate: $d) { edges { node { id } } } }',
  ])('does not travel in a URL: %s', async (query) => {
    const refused = await get(query);
    expect([refused.status, refused.headers.allow]).toEqual([405, 'POST']);
    expect(refused.body.data).toBeUndefined();
    expect((await ask({ body: { query } })).status).toBe(200);
  });

  it('is all that may not', async () => {
    expect((await get(BIRTH_DATE)).body.data).toEqual({ patient: { birthDate: '1980-05-05' } });
    expect((await get('{ patients(first: 1) { edges { node { id } } } }')).status).toBe(200);
  });
});
