import { describe, expect, it } from 'vitest';
import { lastApproved } from '../../src/documents/last-approved.ts';
import { footprint, stored } from './registry.ts';

const approved = (id: string, at: number, overrides = {}) =>
  stored({ id, status: 'APPROVED', approvedFootprint: footprint(id), approvedAt: at, ...overrides });

describe('lastApproved', () => {
  it('is the document’s own where it has one', () => {
    const own = approved('a', 1, { status: 'PROPOSED' });
    expect(lastApproved(own, [own, approved('b', 9)])?.hash).toBe('a');
  });

  it('is that of the last approved of the name, retired since or not', () => {
    const versions = [approved('v1', 1), approved('v3', 3, { status: 'RETIRED' }), approved('v2', 2)];
    expect(lastApproved(stored({ id: 'v4' }), versions)?.hash).toBe('v3');
  });

  it('is none of another name, another client, or never approved', () => {
    const others = [
      approved('x', 1, { name: 'Other' }),
      approved('y', 2, { client: 'other' }),
      stored({ id: 'z', status: 'REJECTED' }),
    ];
    expect(lastApproved(stored(), others)).toBeNull();
    expect(lastApproved(stored({ name: null }), [approved('n', 1, { name: null })])).toBeNull();
  });
});
