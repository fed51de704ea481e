import { describe, expect, it } from 'vitest';
import { nameSearches } from '../../resolvers/name-searches.ts';

describe('nameSearches', () => {
  it.each([
    ['Okafor', [{ family: 'Okafor' }]],
    ['  Amara   Okafor ', [{ family: 'Amara Okafor' }, { family: 'Okafor', given: 'Amara' }]],
    ['Okafor, Amara', [{ family: 'Okafor', given: 'Amara' }]],
    ['de la Cruz, ', [{ family: 'de la Cruz' }]],
    [
      'Ana de la Cruz',
      [
        { family: 'Ana de la Cruz' },
        { family: 'de la Cruz', given: 'Ana' },
        { family: 'la Cruz', given: 'Ana' },
        { family: 'Cruz', given: 'Ana' },
      ],
    ],
    ['one two three four five', [{ family: 'one two three four five' }]],
    [', Amara', []],
    ['  ', []],
  ])('%j', (text, expected) => {
    expect(nameSearches(text)).toEqual(expected);
  });
});
