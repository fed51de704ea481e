import { describe, expect, it } from 'vitest';
import { DOCUMENT_STATUSES } from '../../src/documents/registered-document.ts';
import { type ReviewRequest, reviewDocument } from '../../src/documents/review-document.ts';
import { footprint, NOW, registry, stored } from './registry.ts';

const TARGETS = ['APPROVED', 'REJECTED', 'RETIRED'] as const;

async function setup(document = stored(), overrides: Parameters<typeof registry>[0] = {}) {
  const given = registry(overrides);
  await given.store.put(document, null);
  const recorded: string[] = [];
  const review = (request: Partial<ReviewRequest> = {}) =>
    reviewDocument(given, {
      client: 'app',
      id: 'a',
      to: 'APPROVED',
      from: 'PROPOSED',
      seen: null,
      by: 'officer',
      fourEyes: true,
      reason: null,
      record: async () => {
        recorded.push('recorded');
      },
      ...request,
    });
  const now = () => given.store.find('riverside', 'app', 'a');
  return { ...given, review, recorded, now };
}

describe('reviewDocument', () => {
  it('approves the footprint that was seen, and keeps it as the approved one', async () => {
    const { review, recorded } = await setup();
    const { hash } = stored().footprint;
    expect(await review({ seen: hash, reason: 'fine' })).toMatchObject({
      status: 'APPROVED',
      approvedFootprint: { hash },
      approvedAt: NOW,
      reviewedBy: 'officer',
      reviewedAt: NOW,
      reason: 'fine',
    });
    expect(recorded).toEqual(['recorded']);
  });

  it('approves nothing under another version of schema and policy than was seen', async () => {
    const { review, now, recorded } = await setup(stored(), { version: 'v2' });
    const { hash } = stored().footprint;
    expect(await review({ seen: hash })).toBe('conflict');
    expect(await now()).toMatchObject({ status: 'PROPOSED', checkedUnder: 'v2' });
    expect(recorded).toEqual([]);
    const seen = (await now())?.footprint.hash ?? '';
    expect(seen).not.toBe(hash);
    expect(await review({ seen })).toMatchObject({ status: 'APPROVED', approvedFootprint: { hash: seen } });
  });

  it('approves under another version that changes nothing of it', async () => {
    const same = { version: 'v2', footprintOf: () => stored().footprint };
    expect(await (await setup(stored(), same)).review()).toMatchObject({ status: 'APPROVED' });
  });

  it('approves nothing that no longer fits the schema, and still retires it', async () => {
    const { review, now } = await setup(stored({ text: 'query A { gone }', checkedUnder: 'v0' }));
    expect(await review()).toBe('unfit');
    expect((await now())?.status).toBe('PROPOSED');
    expect(await review({ to: 'REJECTED' })).toMatchObject({ status: 'REJECTED' });
  });

  it('needs four eyes to approve, and two to refuse', async () => {
    const { review, now } = await setup();
    expect(await review({ by: 'app' })).toBe('own');
    expect((await now())?.status).toBe('PROPOSED');
    expect(await review({ by: 'app', fourEyes: false, to: 'APPROVED' })).toMatchObject({
      status: 'APPROVED',
    });
    expect(await review({ by: 'app', from: 'APPROVED', to: 'RETIRED' })).toMatchObject({ status: 'RETIRED' });
  });

  it('goes only where a document may go, from what was seen', async () => {
    const allowed = new Set([
      'PROPOSED APPROVED',
      'REJECTED APPROVED',
      'PROPOSED REJECTED',
      'APPROVED RETIRED',
      'PROPOSED RETIRED',
      'REJECTED RETIRED',
    ]);
    for (const from of DOCUMENT_STATUSES) {
      for (const to of TARGETS) {
        const { review, now, recorded } = await setup(stored({ status: from }));
        const outcome = await review({ from, to });
        const isDone = typeof outcome === 'object';
        expect([from, to, isDone]).toEqual([from, to, allowed.has(`${from} ${to}`)]);
        expect((await now())?.status).toBe(isDone ? to : from);
        expect(recorded).toHaveLength(isDone ? 1 : 0);
        for (const other of DOCUMENT_STATUSES) {
          if (other === from) continue;
          expect(await (await setup(stored({ status: from }))).review({ from: other, to })).toBe('conflict');
        }
      }
    }
  });

  it('is of no document of another client or tenant', async () => {
    const { review, recorded } = await setup();
    expect(await review({ client: 'other' })).toBeNull();
    expect(await review({ id: 'b' })).toBeNull();
    expect(await (await setup(stored({ tenant: 'lakeside' }))).review()).toBeNull();
    expect(recorded).toEqual([]);
  });

  it('is a conflict where it changes while it is recorded', async () => {
    const { review, store, now } = await setup();
    const changed = { ...stored(), footprint: footprint('wider') };
    const record = async () => {
      await store.put(changed, 'PROPOSED');
    };
    expect(await review({ record })).toBe('conflict');
    expect(await now()).toBe(changed);
  });
});
