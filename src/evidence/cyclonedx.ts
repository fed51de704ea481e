import { createHash } from 'node:crypto';
import type { Dependency, DependencyFacts } from './dependency-facts.ts';

/** What built and runs it, beside the packages. */
export interface Runtime {
  readonly node: string;
}

/**
 * A software bill of materials as CycloneDX 1.6 JSON (ECMA-424): every package with its version, licence, hash and
 * package URL, and which needs which.
 * @param made RFC 3339.
 */
export function cycloneDx(facts: DependencyFacts, { node }: Runtime, made: string): object {
  const own = `${facts.name}@${facts.version}`;
  const refs = new Set([own, ...facts.dependencies.map(refOf)]);
  const components = facts.dependencies.map(componentOf);
  const dependencies = [...facts.needs]
    .filter(([ref]) => refs.has(ref))
    .map(([ref, needs]) => ({ ref, dependsOn: needs.filter((one) => refs.has(one)) }));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialOf([own, node, made, ...refs]),
    version: 1,
    metadata: {
      timestamp: made,
      lifecycles: [{ phase: 'operations' }],
      component: { type: 'application', 'bom-ref': own, name: facts.name, version: facts.version },
      properties: [{ name: 'phield:node', value: node }],
    },
    components,
    dependencies,
  };
}

function componentOf(dependency: Dependency): object {
  const { name, version, licence, integrity, scope } = dependency;
  const [first = '', second] = name.split('/');
  const hashes = (integrity ?? '').split(' ').flatMap(hashOf);
  return {
    type: 'library',
    'bom-ref': refOf(dependency),
    ...(second === undefined ? { name } : { group: first, name: second }),
    version,
    scope: { runtime: 'required', optional: 'optional', development: 'excluded' }[scope],
    ...(hashes.length === 0 ? {} : { hashes }),
    ...(licence === null ? {} : { licenses: [licenceOf(licence)] }),
    purl: `pkg:npm/${name.replace(/^@/, '%40')}@${encodeURIComponent(version)}`,
  };
}

function refOf({ name, version }: Pick<Dependency, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

const ALGORITHMS = new Map([
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512'],
]);

/** Subresource Integrity has base64, CycloneDX hex. */
function hashOf(integrity: string): readonly { readonly alg: string; readonly content: string }[] {
  const [name = '', encoded = ''] = integrity.split('-');
  const alg = ALGORITHMS.get(name);
  return alg === undefined ? [] : [{ alg, content: Buffer.from(encoded, 'base64').toString('hex') }];
}

/** An SPDX expression, or words of the package's own. */
function licenceOf(licence: string): object {
  const isExpression = /^[A-Za-z0-9.+()-]+( (AND|OR|WITH) [A-Za-z0-9.+()-]+)*$/.test(licence);
  return isExpression ? { expression: licence } : { license: { name: licence } };
}

/** The same pack has the same number (RFC 9562 §5.8, a UUID of our own making). */
function serialOf(parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const uuid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${uuid.join('-')}`;
}
