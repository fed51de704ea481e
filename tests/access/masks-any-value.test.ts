import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LeafKind, Mask, ValueShape } from '../../src/access/access-model.ts';
import { MASKS } from '../../src/access/access-model.ts';
import { maskValue } from '../../src/access/masks.ts';
import { FACTS, KINDS, mask } from './mask-facts.ts';

describe('any JSON value', () => {
  const shapes = fc.letrec<{ shape: ValueShape }>((tie) => ({
    shape: fc.oneof(
      { depthSize: 'small' },
      fc.record({ shape: fc.constant('leaf' as const), kind: fc.constantFrom(...KINDS), list: fc.boolean() }),
      fc.record({
        shape: fc.constant('value' as const),
        type: fc.constant('T'),
        fields: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('shape'), { maxKeys: 3 }),
        list: fc.boolean(),
      }),
    ),
  })).shape;
  const masks = fc.constantFrom(...MASKS);
  const json = fc.jsonValue().map((value) => value as unknown);

  it('is masked without throwing, and twice the same', () => {
    fc.assert(
      fc.property(json, shapes, masks, (value, shape, by) => {
        expect(maskValue(value, shape, by, FACTS)).toEqual(
          maskValue(structuredClone(value), shape, by, FACTS),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('leaves only scalars, lists without null, and objects with the declared fields', () => {
    const fits = (left: unknown, shape: ValueShape, item: boolean): boolean => {
      if (left === null) return !item;
      if (shape.list && !item)
        return Array.isArray(left) && left.length > 0 && left.every((one) => fits(one, shape, true));
      if (shape.shape === 'value') {
        return (
          typeof left === 'object' &&
          Object.entries(left).every(([name, below]) => {
            const declared = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
            return declared !== undefined && fits(below, declared, false);
          })
        );
      }
      return ['string', 'number', 'boolean'].includes(typeof left);
    };
    fc.assert(
      fc.property(
        json,
        shapes,
        fc.constantFrom<Mask>('PARTIAL', 'GENERALIZE', 'PSEUDONYM', 'REDACT'),
        (value, shape, by) => fits(maskValue(value, shape, by, FACTS), shape, false),
      ),
      { numRuns: 500 },
    );
  });

  it('tells nothing of text, names or places under GENERALIZE', () => {
    const secret = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom<LeafKind>('TEXT', 'NAME', 'GEOGRAPHY', 'IDENTIFIER'),
        (value, kind) => {
          expect(mask(value, kind, 'GENERALIZE')).toBeNull();
        },
      ),
    );
  });
});
