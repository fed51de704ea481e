import { isOlder, type ResourceVersion, UNKNOWN_VERSION } from '../../datasources/resource-version.ts';
import type { FhirObject } from '../fhir/fhir-json.ts';
import { securityLabels } from '../fhir/security-labels.ts';
import { versionOf } from '../fhir/version-of.ts';

const NONE: readonly string[] = Object.freeze([]);

/** Which resources of an input bear labels, so that those quoting them can take them over. */
export class KnownLabels {
  /** By reference; only what bears labels now or in an older version of the input. */
  readonly #labels = new Map<
    string,
    { readonly labels: readonly string[]; readonly version: ResourceVersion }
  >();
  readonly #interned = new Map<string, readonly string[]>();

  learn(reference: string, resource: FhirObject, from: 'input' | 'store'): void {
    const labels = securityLabels(resource);
    const before = this.#labels.get(reference);
    if (before === undefined && labels.length === 0) return;
    const version = versionOf(resource);
    if (before !== undefined && isOlder(version, before.version)) return;
    if (before !== undefined && from === 'store' && !isOlder(before.version, version)) return;
    this.#labels.set(reference, { labels: this.#intern(labels), version });
  }

  /** Labels that hold for resources beside their own: those of the Bundle they came in. */
  add(references: Iterable<string>, labels: readonly string[]): void {
    for (const reference of references) {
      const before = this.#labels.get(reference);
      const all = [...new Set([...(before?.labels ?? NONE), ...labels])].sort();
      this.#labels.set(reference, { labels: this.#intern(all), version: before?.version ?? UNKNOWN_VERSION });
    }
  }

  of(reference: string): readonly string[] {
    return this.#labels.get(reference)?.labels ?? NONE;
  }

  #intern(labels: readonly string[]): readonly string[] {
    const key = labels.join(' ');
    const known = this.#interned.get(key);
    if (known !== undefined) return known;
    this.#interned.set(key, labels);
    return labels;
  }
}
