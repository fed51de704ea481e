import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { cycloneDx } from '../../src/evidence/cyclonedx.ts';
import { readDependencies } from '../../src/evidence/dependency-facts.ts';

const INTEGRITY = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;
const LOCK = {
  name: 'phield',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { a: '1.0.0', '@s/b': '2.0.0' } },
    'node_modules/a': { version: '1.0.0', license: 'MIT', integrity: INTEGRITY, dependencies: { c: '^1' } },
    'node_modules/a/node_modules/c': { version: '1.1.0', license: '(MIT AND Zlib)' },
    'node_modules/@s/b': { version: '2.0.0', license: 'SEE LICENSE IN x', dependencies: { c: '^2', a: '1' } },
    'node_modules/c': { version: '2.0.0', dev: true },
    'node_modules/d': { version: '1.0.0', optional: true },
    'node_modules/linked': { link: true },
  },
};
const facts = () => readDependencies(JSON.stringify(LOCK)) ?? nothing();
function nothing(): never {
  throw new Error('no lock file');
}

describe('packages', () => {
  it('are each told once, with licence, hash and what they are needed for', () => {
    expect(
      facts().dependencies.map(({ name, version, licence, scope }) => [name, version, licence, scope]),
    ).toEqual([
      ['@s/b', '2.0.0', 'SEE LICENSE IN x', 'runtime'],
      ['a', '1.0.0', 'MIT', 'runtime'],
      ['c', '1.1.0', '(MIT AND Zlib)', 'runtime'],
      ['c', '2.0.0', null, 'development'],
      ['d', '1.0.0', null, 'optional'],
    ]);
  });

  it('need the version that Node would find', () => {
    expect(facts().needs.get('a@1.0.0')).toEqual(['c@1.1.0']);
    expect(facts().needs.get('@s/b@2.0.0')).toEqual(['a@1.0.0', 'c@2.0.0']);
    expect(facts().needs.get('phield@1.0.0')).toEqual(['@s/b@2.0.0', 'a@1.0.0']);
  });

  it.each(['', 'no json', '{}', '{"lockfileVersion":1}'])('are unknown by %j', (text) => {
    expect(readDependencies(text)).toBeNull();
  });
});

describe('the bill of materials', () => {
  const MADE = '2026-01-01T00:00:00.000Z';
  const bom = (found = facts()): Record<string, unknown> => ({
    ...cycloneDx(found, { node: 'v24.0.0' }, MADE),
  });

  it('is CycloneDX 1.6', () => {
    expect(bom()).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: expect.stringMatching(
        /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      metadata: { timestamp: MADE, component: { name: 'phield', version: '1.0.0' } },
    });
    const [scoped, plain] = Array.isArray(bom().components) ? Object(bom().components) : [];
    expect(scoped).toEqual({
      type: 'library',
      'bom-ref': '@s/b@2.0.0',
      group: '@s',
      name: 'b',
      version: '2.0.0',
      scope: 'required',
      licenses: [{ license: { name: 'SEE LICENSE IN x' } }],
      purl: 'pkg:npm/%40s/b@2.0.0',
    });
    expect(plain).toMatchObject({
      hashes: [{ alg: 'SHA-512', content: '07'.repeat(64) }],
      licenses: [{ expression: 'MIT' }],
    });
  });

  it('refers to what is in it alone, each once', async () => {
    const own = readDependencies(await readFile('package-lock.json', 'utf8')) ?? nothing();
    const { dependencies, components } = Object(bom(own));
    const refs = [`${own.name}@${own.version}`, ...components.map((one: object) => Object(one)['bom-ref'])];
    expect(new Set(refs).size).toBe(refs.length);
    const met = dependencies.flatMap(({ ref, dependsOn }: { ref: string; dependsOn: string[] }) => [
      ref,
      ...dependsOn,
    ]);
    expect(met.filter((ref: string) => !refs.includes(ref))).toEqual([]);
    expect(met.length).toBeGreaterThan(refs.length);
  });
});
