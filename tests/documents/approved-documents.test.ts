import { describe, expect, it } from 'vitest';
import { approvedDocuments, KEPT_MS } from '../../src/documents/approved-documents.ts';
import { DocumentShelf, registered, sha256 } from './registered.ts';

const TEXT = '{ ping }';
const HASH = sha256(TEXT);
const OWNER = { tenant: 'riverside', client: 'portal' };

function shelf(...documents: readonly Parameters<DocumentShelf['put']>[0][]) {
  const source = new DocumentShelf(...documents);
  const time = { now: 1_000_000 };
  const inForce = { version: 'v1' };
  const find = approvedDocuments(
    source,
    () => inForce.version,
    () => time.now,
  );
  return { source, time, inForce, find };
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

  it('that was retired is so though the clock is set back', async () => {
    const document = registered(TEXT);
    const { source, time, find } = shelf(document);
    expect(await find(OWNER, HASH)).not.toBeNull();
    source.setStatus(document, 'RETIRED');
    time.now -= 3_600_000;
    expect(await find(OWNER, HASH)).toBeNull();
  });

  it('is looked for again once another schema or policy is in force, also where that changed meanwhile', async () => {
    const document = registered(TEXT);
    const { source, inForce, find } = shelf(document);
    expect(await find(OWNER, HASH)).not.toBeNull();
    inForce.version = 'v2';
    const underWay = find(OWNER, HASH);
    source.setStatus(document, 'PROPOSED');
    inForce.version = 'v3';
    expect(await underWay).toBeNull();
    expect(find(OWNER, HASH)).toBeNull();
  });

  it.each(['RETIRED', 'REJECTED'] as const)('that is %s runs under no other notation', async (status) => {
    const { find } = shelf(registered(TEXT, { status }), registered(TEXT, { id: `sha256:${HASH}` }));
    expect(await find(OWNER, HASH)).toBeNull();
    expect(await find(OWNER, `sha256:${HASH}`)).not.toBeNull();
  });

  it('that waits keeps the other notation running', async () => {
    const waits = registered(TEXT, { status: 'PROPOSED' });
    const { find } = shelf(waits, registered(TEXT, { id: `sha256:${HASH}` }));
    expect(await find(OWNER, HASH)).not.toBeNull();
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
