import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '../../src/access/access-model.ts';
import { MASKS } from '../../src/access/access-model.ts';
import { maskNarrows, strictestMask } from '../../src/access/mask-order.ts';

const masks = fc.constantFrom(...MASKS);

describe('maskNarrows', () => {
  it.each<[Mask, readonly Mask[]]>([
    ['NONE', ['NONE', 'PARTIAL', 'GENERALIZE', 'PSEUDONYM', 'REDACT']],
    ['PARTIAL', ['PARTIAL', 'GENERALIZE', 'REDACT']],
    ['GENERALIZE', ['GENERALIZE', 'REDACT']],
    ['PSEUDONYM', ['PSEUDONYM', 'REDACT']],
    ['REDACT', ['REDACT']],
  ])('%s is narrowed by %j alone', (from, narrower) => {
    expect(MASKS.filter((to) => maskNarrows(from, to))).toEqual(narrower);
  });
});

describe('strictestMask', () => {
  it('narrows both, whatever the order', () => {
    fc.assert(
      fc.property(masks, masks, (one, other) => {
        const strictest = strictestMask(one, other);
        expect(strictestMask(other, one)).toBe(strictest);
        expect(maskNarrows(one, strictest) && maskNarrows(other, strictest)).toBe(true);
      }),
    );
  });

  it('is REDACT where a pseudonym would tell what the other hides', () => {
    expect(strictestMask('GENERALIZE', 'PSEUDONYM')).toBe('REDACT');
  });
});
