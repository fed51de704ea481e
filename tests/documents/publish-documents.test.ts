import { GraphQLError, type ValidationRule } from 'graphql';
import { describe, expect, it } from 'vitest';
import { publishDocuments } from '../../src/documents/publish-documents.ts';
import { PUBLISH_LIMITS } from '../../src/documents/publish-limits.ts';
import { PhieldError } from '../../src/errors.ts';
import { footprint, NOW, registry, stored } from './registry.ts';

const entry = (id: string, text = `query ${id.toUpperCase()} { a }`, says = {}) => ({
  id,
  text,
  place: `${id}.json`,
  ...says,
});
const setup = () => {
  const given = registry();
  const recorded: string[] = [];
  const publish = (...entries: readonly ReturnType<typeof entry>[]) =>
    publishDocuments(given, {
      client: 'app',
      by: 'app',
      entries,
      record: async (id) => {
        recorded.push(id);
      },
    });
  return { ...given, recorded, publish };
};
const messages = (publication: Awaited<ReturnType<typeof publishDocuments>>) =>
  publication.accepted ? [] : publication.findings.map(({ place, message }) => `${place}: ${message}`);

describe('publishDocuments', () => {
  it('stores all, each recorded first, under the version in force', async () => {
    const { publish, store, recorded } = setup();
    const done = await publish(entry('a'), entry('b', 'mutation B { c }'));
    expect(done).toMatchObject({ accepted: true, documents: [{ proposed: true }, { proposed: true }] });
    expect(recorded).toEqual(['a', 'b']);
    expect(await store.find('riverside', 'app', 'b')).toMatchObject({
      name: 'B',
      kind: 'mutation',
      status: 'PROPOSED',
      proposedBy: 'app',
      proposedAt: NOW,
      checkedUnder: 'v1',
      approvedFootprint: null,
    });
  });

  it('stores nothing of a publication with one finding', async () => {
    const { publish, store, recorded } = setup();
    expect(messages(await publish(entry('a'), entry('b', 'query B { nowhere }')))).toEqual([
      'b.json: Cannot query field "nowhere" on type "Query". (1:11)',
    ]);
    expect([store.stored.size, recorded]).toEqual([0, []]);
  });

  it('refuses an id given twice, the same text or not', async () => {
    const { publish } = setup();
    expect(messages(await publish(entry('a'), { ...entry('a'), place: 'other.json' }))).toEqual([
      'other.json: the same id as a.json',
    ]);
  });

  it.each([
    ['another name than the manifest says', { says: { name: 'Else', type: 'query' } }, 'another name than A'],
    [
      'another kind than the manifest says',
      { says: { name: 'A', type: 'mutation' } },
      'a mutation, and it is a query',
    ],
  ])('refuses %s', async (_name, says, message) => {
    const { publish } = setup();
    expect(messages(await publish(entry('a', undefined, says))).join()).toContain(message);
  });

  it('counts tokens and bytes before anything is looked into', async () => {
    const { publish } = setup();
    const [tokens] = messages(await publish(entry('a', `query A { ${'a '.repeat(100)}}`)));
    expect(tokens).toContain('more that 100 tokens');
    const blank = ' '.repeat(PUBLISH_LIMITS.textBytes);
    expect(messages(await publish(entry('a', `query A { a }${blank}`)))).toEqual([
      'a.json: larger than 65536 bytes',
    ]);
  });

  it.each([
    ['a mark of direction', 'query A { a } # \u202E'],
    ['an escape to the terminal', 'query A { a } # \u001B[2J'],
    ['a return alone', 'query A { a }\n# \rquery A { b }'],
    ['a joiner', 'query A { b(x: 1) } # \u200D'],
    ['half a character', 'query A { a } # \uD800'],
  ])('refuses %s: a reviewer would read another text', async (_name, text) => {
    const { publish } = setup();
    expect(messages(await publish(entry('a', text))).join()).toContain('nobody sees');
  });

  it('takes tabs, line ends and letters of any kind', async () => {
    const { publish } = setup();
    expect((await publish(entry('a', '# Größe 体重 🩺\r\n\tquery A { a }\n'))).accepted).toBe(true);
  });

  it('tells one that is too much to look through, before anything is stored', async () => {
    const { store, ...given } = registry({
      footprintOf: (document) => {
        const { body = '' } = document.loc?.source ?? {};
        if (body.includes('b')) throw new PhieldError('OPERATION_TOO_COMPLEX', 'far beyond');
        return footprint(body);
      },
    });
    const entries = [entry('a'), entry('c', 'query C { b }')];
    const request = { client: 'app', by: 'app', entries, record: async () => {} };
    expect(messages(await publishDocuments({ ...given, store }, request))).toEqual([
      'c.json: This operation asks for too much at once.',
    ]);
    expect(store.stored.size).toBe(0);
  });

  it('holds each document to the limits before it is validated', async () => {
    const looked: string[] = [];
    const limit: ValidationRule = (context) => ({
      Document: (node) => {
        looked.push('limits');
        context.reportError(new GraphQLError('beyond', { nodes: node }));
      },
    });
    const given = registry();
    const rules = { ...given.rules, rules: [limit] };
    const request = {
      client: 'app',
      by: 'app',
      entries: [entry('a', 'query A { nowhere }')],
      record: async () => {},
    };
    expect(messages(await publishDocuments({ ...given, rules }, request))).toEqual(['a.json: beyond (1:1)']);
    expect(looked).toEqual(['limits']);
  });

  it('tells many findings in part, and how many are left', async () => {
    const { publish } = setup();
    const wrong = Array.from({ length: PUBLISH_LIMITS.findings + 7 }, (_, n) => entry(`n${n}`, '{'));
    const told = messages(await publish(...wrong));
    expect(told).toHaveLength(PUBLISH_LIMITS.findings + 1);
    expect(told.at(-1)).toBe('documents: and 7 more findings');
  });

  it('refuses more at once, and more in all, than a client may have', async () => {
    const { publish, store } = setup();
    const many = Array.from({ length: PUBLISH_LIMITS.documents + 1 }, (_, n) => entry(`n${n}`));
    expect(messages(await publish(...many))).toEqual(['documents: more than 500 documents at once']);
    for (let n = 0; n < PUBLISH_LIMITS.documentsPerClient; n += 1) {
      await store.put(stored({ id: `n${n}`, text: `query N${n} { a }` }), null);
    }
    expect(messages(await publish(entry('one')))).toEqual([
      'app: the client would have more than 2000 documents',
    ]);
    expect((await publish(entry('n1'))).accepted).toBe(true);
  });

  it('leaves what was stored meanwhile, and says what it is', async () => {
    const { publish, store } = setup();
    const text = 'query A { a }';
    store.before = () => {
      store.before = () => {};
      store.stored.set(JSON.stringify(['riverside', 'app', 'a']), stored({ text, status: 'APPROVED' }));
    };
    expect(await publish(entry('a', text))).toMatchObject({
      documents: [{ proposed: false, document: { status: 'APPROVED' } }],
    });
    store.before = () => {
      store.before = () => {};
      store.stored.set(
        JSON.stringify(['riverside', 'app', 'b']),
        stored({ id: 'b', text: 'query B { a b }' }),
      );
    };
    await expect(publish(entry('b'))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('proposes a retired one again, and keeps what was approved of it', async () => {
    const { publish, store } = setup();
    const before = stored({ status: 'RETIRED', approvedFootprint: stored().footprint, approvedAt: 7 });
    await store.put(before, null);
    await publish(entry('a', before.text));
    expect(await store.find('riverside', 'app', 'a')).toMatchObject({
      status: 'PROPOSED',
      approvedAt: 7,
      reason: 'PUBLISHED_AGAIN',
    });
  });

  it('takes nothing back that was proposed and approved again meanwhile', async () => {
    const { publish, store } = setup();
    const before = stored({ status: 'RETIRED' });
    await store.put(before, null);
    const known = store.known.bind(store);
    store.known = async (...args) => {
      const brief = await known(...args);
      store.stored.set(JSON.stringify(['riverside', 'app', 'a']), { ...before, status: 'APPROVED' });
      return brief;
    };
    expect(await publish(entry('a', before.text))).toMatchObject({
      documents: [{ proposed: false, document: { status: 'APPROVED' } }],
    });
    expect((await store.find('riverside', 'app', 'a'))?.status).toBe('APPROVED');
  });

  it.each(['PROPOSED', 'APPROVED', 'REJECTED'] as const)('leaves a %s one as it is', async (status) => {
    const { publish, store, recorded } = setup();
    const before = stored({ status, checkedUnder: 'v0' });
    await store.put(before, null);
    await publish(entry('a', before.text));
    expect(await store.find('riverside', 'app', 'a')).toBe(before);
    expect(recorded).toEqual([]);
  });
});
