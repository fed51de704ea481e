import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ATTACK_CLASSES, type Attack } from './catalogue/attack.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import { namesTest } from './catalogue/names-test.ts';
import { renderCatalogue } from './catalogue/render-catalogue.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('the catalogue of attacks', () => {
  it('has at least forty, of every class, each once', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(40);
    expect(new Set(CATALOGUE.map((attack) => attack.class))).toEqual(new Set(ATTACK_CLASSES));
    expect(new Set(CATALOGUE.map(({ name }) => name)).size).toBe(CATALOGUE.length);
  });

  it.each(CATALOGUE)('$class: $name is tried by a test that is there', (attack) => {
    expect(existsSync(join(ROOT, attack.test[0]))).toBe(true);
    expect(namesTest(read(attack.test[0]), attack)).toBe(true);
  });

  it('is what docs/attacks.md shows: `node tests/attacks/catalogue/write-catalogue.ts` writes it', () => {
    expect(read('docs/attacks.md')).toBe(renderCatalogue(CATALOGUE));
  });

  afterAll(() => {
    const lines = CATALOGUE.map(
      (attack) => `${`${attack.class}: ${attack.name}`.padEnd(80)} ${attack.outcome}`,
    );
    process.stdout.write(`${lines.join('\n')}\n${CATALOGUE.length} attacks\n`);
  });
});

describe('a test that is named', () => {
  const attack = (title: string, example?: string): Attack => ({
    class: 'alias',
    name: 'x',
    tries: 'x',
    outcome: 'x',
    test: example === undefined ? ['x', title] : ['x', title, example],
  });
  const source = `it('a (title)', run);\nit.each([['an example', 1]])(\n  "of %s", run);\ndescribe('a part', run);`;

  it('is there with that title, and that example', () => {
    expect(namesTest(source, attack('a (title)'))).toBe(true);
    expect(namesTest(source, attack('of %s', 'an example'))).toBe(true);
  });

  it.each([
    ['another title', attack('a title')],
    ['a piece of a title', attack('a (title')],
    ['another example', attack('of %s', 'example')],
    ['a part of the file', attack('a part')],
    ['words that are no title', attack('an example')],
  ])('is not, for %s', (_what, wrong) => {
    expect(namesTest(source, wrong)).toBe(false);
  });
});
