import { describe, expect, it } from 'vitest';
import { approvedDocuments, KEPT_MS } from '../../src/documents/approved-documents.ts';
import { DocumentShelf, registered, sha256 } from './registered.ts';

const TEXT = '{ ping }';
const HASH = sha256(TEXT);
const OWNER = { tenant: 'riverside', client: 'portal' };

function shelf(...documents: readonly Parameters<DocumentShelf['put']>[0][]) {
  const source = new DocumentShelf(...documents);
  const time = { now: 1_000_000 };
  return { source, time, find: approvedDocuments(source, () => time.now) };
}

describe('an id', () => {
  it('is looked for once, whichever way it is asked for within five seconds', async () => {
    const { source, time, find } = shelf(registered(TEXT));
    expect((await find(OWNER, HASH))?.sha256).toBe(HASH);
    time.now += KEPT_MS - 1;
    expect(find(OWNER, HASH)).toMatchObject({ sha256: HASH });
    expect(find({ ...OWNER }, HASH)).toMatchObject({ sha256: HASH });
    expect(source.asked).toHaveLength(1);
  });

  it('that is nobody’s is known to be so at once, and asked for by either notation before', async () => {
    const { source, find } = shelf();
    expect(await find(OWNER, HASH)).toBeNull();
    expect(source.asked.map((key) => key.split(' ')[2])).toEqual([HASH, `sha256:${HASH}`]);
    expect(find(OWNER, HASH)).toBeNull();
    expect(source.asked).toHaveLength(2);
  });

  it('that was unknown is known five seconds later at the latest', async () => {
    const { source, time, find } = shelf();
    expect(await find(OWNER, HASH)).toBeNull();
    source.put(registered(TEXT, { id: `sha256:${HASH}` }));
    time.now += KEPT_MS - 1;
    expect(find(OWNER, HASH)).toBeNull();
    time.now += 1;
    expect((await find(OWNER, HASH))?.text).toBe(TEXT);
  });

  it.each(['', 'no id at all!', 'x'.repeat(129)])(
    'that can be nobody’s is neither asked for nor remembered: %j',
    (id) => {
      const { source, find } = shelf();
      for (const _time of [1, 2]) expect(find(OWNER, id)).toBeNull();
      expect(source.asked).toEqual([]);
    },
  );

  it('of one owner is no other’s, though their names run into each other', async () => {
    const { find } = shelf(registered(TEXT, { tenant: 'a', client: 'b c' }));
    expect(await find({ tenant: 'a', client: 'b c' }, HASH)).not.toBeNull();
    expect(await find({ tenant: 'a b', client: 'c' }, HASH)).toBeNull();
  });
});
