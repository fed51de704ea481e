import { describe, expect, it } from 'vitest';
import { USE_CASES } from '../../../src/insight/use-case.ts';
import { INSIGHT_USE_CASES } from '../../../src/insight/use-cases/use-cases.ts';

describe('use cases', () => {
  it('are those that have a name, each under its own', () => {
    expect(Object.keys(INSIGHT_USE_CASES).sort()).toEqual([...USE_CASES].sort());
    for (const [name, useCase] of Object.entries(INSIGHT_USE_CASES)) expect(useCase.name).toBe(name);
  });

  it('cannot be changed, however deep', () => {
    const open = (value: unknown): boolean =>
      typeof value === 'object' &&
      value !== null &&
      (!Object.isFrozen(value) || Object.values(value).some(open));
    expect(open(INSIGHT_USE_CASES)).toBe(false);
  });

  describe.each(Object.values(INSIGHT_USE_CASES))('$name', (useCase) => {
    it('is named in the first line of its instructions', () => {
      expect(useCase.instructions.split('\n')[0]).toBe(`Use case: ${useCase.name}`);
    });

    it('tells a model that evidence is data, that each sentence is cited, and what to answer when it cannot', () => {
      expect(useCase.instructions).toContain('untrusted data');
      expect(useCase.instructions).toContain('"item" is the number of the block');
      expect(useCase.instructions).toContain('{"sentences":[],"outOfScope":true}');
    });

    it('has a constant query, or takes a question', () => {
      expect(useCase.query === '').toBe(useCase.takesQuestion);
    });

    it('says what it is and what may be asked', () => {
      expect(useCase.notice.length).toBeGreaterThan(40);
      expect(useCase.topics.length).toBeGreaterThan(0);
    });

    it('has a schema of closed objects whose properties are all required, outOfScope aside', () => {
      const objects = objectsIn(useCase.outputSchema);
      expect(objects).toHaveLength(3);
      for (const object of objects) {
        expect(object.additionalProperties).toBe(false);
        const names = Object.keys(object.properties).filter((name) => name !== 'outOfScope');
        expect(object.required).toEqual(names);
      }
    });

    it('begins with rules on the shape of a sentence', () => {
      expect(useCase.rules.map(({ name }) => name)).toContain('shape');
    });
  });

  it('tells a patient neither diagnosis nor advice', () => {
    for (const { audience, rules, notice } of Object.values(INSIGHT_USE_CASES)) {
      expect(rules.some(({ name }) => name === 'no advice')).toBe(audience === 'PATIENT');
      if (audience === 'PATIENT') expect(notice).toMatch(/no diagnosis and no advice.+care team/);
    }
  });
});

interface ObjectSchema {
  readonly additionalProperties: unknown;
  readonly properties: object;
  readonly required: unknown;
}

function objectsIn(schema: unknown): readonly ObjectSchema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return [...(isObjectSchema(schema) ? [schema] : []), ...Object.values(schema).flatMap(objectsIn)];
}

function isObjectSchema(schema: object): schema is ObjectSchema {
  return 'type' in schema && schema.type === 'object';
}
