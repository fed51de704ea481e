import { checkDocument } from '../../src/documents/check-document.ts';
import { ManifestRefusedError } from '../../src/documents/manifest-entry.ts';
import { readManifest } from '../../src/documents/read-manifest.ts';
import type { GatewayRequest } from '../../src/handle-operation.ts';
import { JsonRefused, plainJson } from '../../src/plain-json.ts';
import type { Chooser } from '../properties/chooser.ts';
import { askForDocument } from './ask-for-document.ts';
import { forgeToken } from './forge-tokens.ts';
import type { FuzzWorld } from './fuzz-world.ts';
import { growDocument } from './grow-document.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';
import { anything, mutateBytes, mutateDocument, mutateJson, mutateMembers } from './mutate.ts';
import { ECHO, NASTY_TEXTS } from './nasty.ts';
import { sendRaw } from './send-raw.ts';

/** One way in. The same choices give the same case. */
export interface Surface {
  readonly name: string;
  /** Of all cases, in hundredths. */
  readonly share: number;
  readonly run: (choose: Chooser, world: FuzzWorld) => Promise<Verdict>;
}

const post = (world: FuzzWorld, choose: Chooser, body: unknown, more: Partial<GatewayRequest> = {}) =>
  world.gateway.handle({
    method: 'POST',
    headers: { authorization: choose.one(world.authorizations), 'content-type': 'application/json' },
    search: '',
    body,
    remoteAddress: '192.0.2.1',
    ...more,
  });

export const SURFACES: readonly Surface[] = Object.freeze([
  {
    name: 'documents',
    share: 25,
    run: async (choose, world) => {
      const grown = growDocument(choose, world.schema);
      const query = choose.chance(0.25)
        ? grown.query
        : mutateDocument(choose, grown.query, growDocument(choose, world.schema).query);
      return judgeAnswer(await post(world, choose, { query, variables: grown.variables }));
    },
  },
  {
    name: 'variables',
    share: 20,
    run: async (choose, world) => {
      const { query, variables } = growDocument(choose, world.schema);
      return judgeAnswer(await post(world, choose, { query, variables: mutateMembers(choose, variables) }));
    },
  },
  {
    name: 'requests',
    share: 10,
    run: async (choose, world) => {
      const body = mutateJson(choose, {
        query: '{ me { id } }',
        variables: {},
        operationName: null,
        extensions: { persistedQuery: { version: 1, sha256Hash: ECHO } },
        documentId: 'sha256:00',
        id: '00',
      });
      const header = () =>
        choose.one<string | string[] | undefined>([
          undefined,
          'application/json',
          '*/*',
          ['a', 'b'],
          ...NASTY_TEXTS,
        ]);
      const search = new URLSearchParams({
        query: '{ me { id } }',
        variables: JSON.stringify(anything(choose)) ?? '',
        [choose.one(NASTY_TEXTS)]: ECHO,
      });
      return judgeAnswer(
        await post(world, choose, body, {
          method: choose.one(['POST', 'POST', 'GET', 'HEAD', 'PUT', 'get', '']),
          headers: {
            authorization: choose.one([...world.authorizations, 'Bearer', ECHO, '']),
            'content-type': header() ?? 'application/json',
            accept: header(),
            'phield-purpose': choose.one([undefined, 'TREAT', ECHO]),
            'apollo-require-preflight': choose.one([undefined, '1']),
          },
          search: choose.one(['', `?${search}`, `?${choose.one(NASTY_TEXTS)}`]),
        }),
      );
    },
  },
  {
    name: 'tokens',
    share: 10,
    run: async (choose, world) => {
      const token = await forgeToken(choose, world);
      const authorization = `${choose.one(['Bearer', 'Bearer', 'Bearer', 'DPoP', 'bearer', ''])} ${token}`;
      const proof = choose.chance(0.3) ? { dpop: await forgeToken(choose, world) } : {};
      const headers = { authorization, 'content-type': 'application/json', ...proof };
      return judgeAnswer(await post(world, choose, { query: '{ me { id roles tenant } }' }, { headers }));
    },
  },
  {
    name: 'cursors',
    share: 10,
    run: async (choose, world) => {
      const list = '{ pageInfo { endCursor } edges { cursor } }';
      const first = await post(world, choose, { query: `{ patients(first: 1) ${list} }` });
      const given = /"endCursor":"([^"]+)"/.exec(first.body)?.[1] ?? choose.one(NASTY_TEXTS);
      const after = choose.chance(0.1)
        ? given
        : mutateBytes(choose, Buffer.from(given)).toString(choose.one(['utf8', 'latin1']));
      const query = choose.one([
        `query ($after: String) { patients(first: 1, after: $after) ${list} }`,
        `query ($after: String) { patient(id: "ada") { conditions(first: 1, after: $after) ${list} } }`,
        `query ($after: String) { patient(id: "ada") { observations(first: 1, after: $after) ${list} } }`,
      ]);
      return judgeAnswer(await post(world, choose, { query, variables: { after } }));
    },
  },
  { name: 'ids', share: 5, run: askForDocument },
  {
    name: 'JSON',
    share: 5,
    run: async (choose) => {
      const text = JSON.stringify({ query: '{ a }', variables: anything(choose), b: [1e3, 'é"\\'] });
      const bytes = mutateBytes(choose, Buffer.from(text));
      try {
        JSON.parse(plainJson(bytes));
        return { outcome: 'read', complaint: null };
      } catch (error) {
        const decided = error instanceof JsonRefused || error instanceof SyntaxError;
        return { outcome: 'refused', complaint: decided ? null : String(error) };
      }
    },
  },
  {
    name: 'manifests',
    share: 5,
    run: async (choose, world) => {
      const text = growDocument(choose, world.schema).query;
      const id = choose.one([...NASTY_TEXTS, 'sha256:00', 'd41d8cd98f00b204e9800998ecf8427e']);
      const whole = choose.chance(0.5)
        ? {
            format: 'apollo-persisted-query-manifest',
            version: 1,
            operations: [{ id, body: text, name: 'Q', type: 'query' }],
          }
        : { [id]: text };
      const given = choose.chance(0.5) ? mutateJson(choose, whole) : whole;
      const source = mutateBytes(choose, Buffer.from(JSON.stringify(given) ?? '')).toString();
      try {
        const entries = readManifest(
          'fuzz.json',
          choose.chance(0.5) ? source : (JSON.stringify(given) ?? ''),
        );
        for (const entry of entries)
          checkDocument(entry, { schema: world.schema, rules: [], maxTokens: 2_000 });
        return { outcome: 'read', complaint: null };
      } catch (error) {
        const decided = error instanceof ManifestRefusedError;
        return { outcome: 'refused', complaint: decided ? null : `a fault: ${String(error)}` };
      }
    },
  },
  {
    name: 'bytes',
    share: 10,
    run: async (choose, world) => {
      const { query, variables } = growDocument(choose, world.schema);
      const plain = Buffer.from(JSON.stringify({ query, variables }));
      // Either the body is altered, and its length told rightly, or the request around it.
      const ofBody = choose.chance(0.4);
      const body = ofBody ? mutateBytes(choose, plain) : plain;
      const isGet = choose.chance(0.3);
      const lines = [
        isGet
          ? `GET /graphql?query=${encodeURIComponent(query.slice(0, 2_000))} HTTP/1.1`
          : 'POST /graphql HTTP/1.1',
        'host: x',
        'connection: close',
        `authorization: ${choose.one(world.authorizations)}`,
        ...(isGet
          ? ['apollo-require-preflight: 1', '', '']
          : ['content-type: application/json', `content-length: ${body.length}`, '', '']),
      ];
      const head = Buffer.from(lines.join('\r\n'));
      const bytes = Buffer.concat([
        ofBody ? head : mutateBytes(choose, head),
        isGet ? Buffer.alloc(0) : body,
      ]);
      const answer = await sendRaw(world.url, bytes);
      if (answer === 'hangs') return { outcome: 'hangs', complaint: 'neither answered nor ended' };
      return answer === null ? { outcome: 'ended', complaint: null } : judgeAnswer(answer);
    },
  },
]);
