import fc from 'fast-check';
import { expect, it } from 'vitest';
import { requestMetadata } from '../../../datasources/bedrock/request-metadata.ts';

it('keeps ids as they are', () => {
  const ids = { request: '01J9ZQ6T3M8K', tenant: 'riverside', insight: 'PatientInsights.ask' };
  expect(requestMetadata(ids)).toEqual(ids);
});

it('lets nothing through that Bedrock does not take', () => {
  expect(requestMetadata({ 'a b': 'x\ny', '': 'z', é: '<&>' })).toEqual({ a_b: 'x_y', _: '___' });
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), (given) => {
      const pairs = Object.entries(requestMetadata(given));
      return (
        pairs.length <= 16 &&
        pairs.every(
          ([name, value]) => /^[\w:@$#=/+,.-]{1,256}$/.test(name) && /^[\w:@$#=/+,.-]{0,256}$/.test(value),
        )
      );
    }),
  );
});

it('keeps within sixteen pairs of 256 characters', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}`, 'v'.repeat(300)]));
  const pairs = Object.entries(requestMetadata(many));
  expect(pairs).toHaveLength(16);
  expect(pairs.every(([, value]) => value.length === 256)).toBe(true);
});
