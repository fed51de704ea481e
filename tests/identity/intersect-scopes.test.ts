import { describe, expect, it } from 'vitest';
import { scopeReach } from '../../src/access/scopes.ts';
import { intersectScopes } from '../../src/identity/intersect-scopes.ts';

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';
const LAB = `category=${CATEGORY}|laboratory`;
const VITAL = `category=${CATEGORY}|vital-signs`;

describe('what a token’s scopes and its client’s have in common', () => {
  it.each<[string, readonly string[] | null, readonly string[] | null, readonly string[] | null]>([
    ['all, where the client has no ceiling', ['user/*.rs'], null, ['user/*.rs']],
    ['no ceiling, where neither has one', null, null, null],
    [
      'the client’s, where the token has none',
      null,
      ['user/*.read', 'user/Patient.r'],
      ['user/*.rs', 'user/Patient.r'],
    ],
    ['nothing, where the client may have nothing', ['user/*.rs'], [], []],
    ['nothing, where the token has nothing', [], ['user/*.rs'], []],
    ['of any type and one type: that type', ['user/*.rs'], ['user/Patient.rs'], ['user/Patient.rs']],
    ['the same, the other way about', ['user/Patient.rs'], ['user/*.rs'], ['user/Patient.rs']],
    ['of two types: nothing', ['user/Patient.rs'], ['user/Condition.rs'], []],
    ['of permissions: those of both', ['user/Patient.cru'], ['user/Patient.rus'], ['user/Patient.ru']],
    ['of permissions without any in common: nothing', ['user/Patient.r'], ['user/Patient.s'], []],
    ['of two contexts: nothing', ['patient/*.rs', 'system/*.rs'], ['user/*.rs'], []],
    ['a category of one alone', ['user/Observation.rs'], [`user/*.r?${LAB}`], [`user/Observation.r?${LAB}`]],
    [
      'one category of both, once',
      [`user/Observation.rs?${LAB}`],
      [`user/*.r?${LAB}`],
      [`user/Observation.r?${LAB}`],
    ],
    [
      'two categories: rows that have both',
      [`user/*.r?${VITAL}`],
      [`user/*.r?${LAB}`],
      [`user/*.r?${LAB}&${VITAL}`],
    ],
    [
      'several of each, each once, sorted',
      ['user/*.r', 'user/A.rs'],
      ['user/B.r', 'user/A.r'],
      ['user/A.r', 'user/B.r'],
    ],
    ['nothing of what cannot be read', ['user/*.sr', 'user/*.rs?name=x'], ['user/*.rs'], []],
    ['nothing of a ceiling that cannot be read', ['user/*.rs'], ['everything', 'user/*.rs?x=y'], []],
  ])('is %s', (_what, granted, allowed, expected) => {
    expect(intersectScopes(granted, allowed)).toEqual(expected);
  });

  it('reaches what both reach and nothing else', () => {
    const contexts = ['user', 'patient'];
    const kinds = [
      '*.rs',
      'Patient.r',
      'Observation.rs',
      'Condition.s',
      `Observation.rs?${LAB}`,
      `*.r?${VITAL}`,
    ];
    const texts = contexts.flatMap((context) => kinds.map((kind) => `${context}/${kind}`));
    const pairs = texts.flatMap((one) => texts.map((other) => [one, other] as const));
    const asked = ['Patient', 'Observation', 'Condition'].flatMap((type) =>
      [null, ['LAB'], ['VITAL_SIGNS'], ['LAB', 'VITAL_SIGNS'], []].flatMap((row) =>
        (['r', 's'] as const).map((permission) => ({ type, row, permission })),
      ),
    );
    let reached = 0;
    for (const [one, other] of pairs) {
      const sameContext = one.split('/')[0] === other.split('/')[0];
      for (const { type, row, permission } of asked) {
        const by = (scopes: readonly string[] | null) =>
          scopeReach(scopes, false, true).reaches(type, permission, row);
        const both = sameContext && by([one]) && by([other]);
        expect(by(intersectScopes([one], [other])), `${one} ∩ ${other}: ${type} ${permission} ${row}`).toBe(
          both,
        );
        if (both) reached += 1;
      }
    }
    expect(reached).toBeGreaterThan(50);
  });
});
