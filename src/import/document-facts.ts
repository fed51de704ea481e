import { type FhirObject, objectOf, referenceOf, textOf } from '../fhir/fhir-json.ts';
import { emptyTally, resolveReferences } from '../fhir/resolve-references.ts';
import type { ResourceFacts } from '../fhir/resource-facts.ts';
import type { KnownResources } from './known-resources.ts';

/** `fullUrl` → `Type/id` within one Bundle (https://hl7.org/fhir/R4/bundle.html#references), and what it says of all. */
export class DocumentUrls {
  readonly #targets = new Map<string, string>();
  readonly #bases = new Set<string>();
  /** `meta.security` of the Bundle; known at its end. */
  outerSecurity: readonly unknown[] = [];

  add(fullUrl: string, reference: string): void {
    this.#targets.set(fullUrl, reference);
    const base = /^(https?:\/\/.+)\/[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl)?.[1];
    if (base !== undefined) this.#bases.add(base);
  }

  target(url: string): string | null {
    const direct = this.#targets.get(url);
    if (direct !== undefined) return direct;
    const versionless = url.replace(/\/_history\/[^/]+$/, '');
    const found = this.#targets.get(versionless);
    if (found !== undefined) return found;
    for (const base of this.#bases) {
      const relative = this.#targets.get(`${base}/${versionless}`);
      if (relative !== undefined) return relative;
    }
    return null;
  }

  isBase(base: string): boolean {
    return this.#bases.has(base);
  }

  get size(): number {
    return this.#targets.size;
  }
}

/** Facts for the resources of one document: what the whole input says, seen through that document's `fullUrl`s. */
export function documentFacts(
  known: KnownResources,
  urls: DocumentUrls,
  bases: readonly string[],
): ResourceFacts {
  const facts: ResourceFacts = {
    byFullUrl: (url) => urls.target(url),
    byIdentifier: (type, system, value) => known.byIdentifier(type, system, value),
    isOwnBase: (base) => bases.includes(base) || urls.isBase(base),
    codings: (reference) => known.codings(reference),
    labelsOf: (reference) => known.labels.of(reference),
    get outerSecurity() {
      return urls.outerSecurity;
    },
    isTeam: (organization) => known.isTeam(organization),
    practitionerOf: (role) => relative(known.practitionerOf(role)),
    unitOf: (location) => relative(known.unitOf(location)),
  };
  return facts;

  /** A kept reference, resolved as those of the resource at hand are. */
  function relative(reference: FhirObject | null): string | null {
    if (reference === null) return null;
    const copy: Record<string, unknown> = {
      ...(textOf(reference.reference) !== null && { reference: reference.reference }),
      ...(objectOf(reference.identifier) !== null && { identifier: reference.identifier }),
    };
    const tally = emptyTally();
    resolveReferences({ target: copy }, facts, tally);
    return tally.unresolved === 0 ? referenceOf(copy) : null;
  }
}
