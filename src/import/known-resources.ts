import { isOlder, type ResourceVersion } from '../../datasources/resource-version.ts';
import { codingsOf, type FhirObject, objectOf, objectsOf, referenceOf, textOf } from '../fhir/fhir-json.ts';
import { lentBy } from '../fhir/lend-codings.ts';
import type { LentCodings } from '../fhir/resource-facts.ts';
import { versionOf } from '../fhir/version-of.ts';
import { KnownLabels } from './known-labels.ts';
import { neededResources } from './needed-resources.ts';

const IDENTIFIED: readonly string[] = [
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Patient',
];
const LENDERS: readonly string[] = ['Condition', 'Procedure', 'Medication'];
const MET: readonly string[] = ['Organization', 'PractitionerRole', 'Location'];
/**
 * Bounds memory to about 100 MB. Beyond it, codes that could not be borrowed are reported; running again finds them,
 * since by then their resources are stored.
 */
const MAX_LENDERS = 250_000;
/** What is needed is looked up once there is as much of it: labels of what is quoted MUST NOT be lost by being many. */
const MAX_NEEDED = 250_000;
/** A row mostly stands near those that quote it, or after them: only of these is it kept that they were met. */
const RECENT = 50_000;
const ORGANIZATION_TYPE = 'http://terminology.hl7.org/CodeSystem/organization-type';
const PHYSICAL_TYPE = 'http://terminology.hl7.org/CodeSystem/location-physical-type';

/**
 * What the whole input says that other resources need: gathered before anything is written, so that the order of
 * files and lines does not matter. References in here are kept as they were given.
 */
export class KnownResources {
  /** `identifierKey` → reference; `null` where two resources claim the same. */
  readonly #identified = new Map<string, string | null>();
  readonly labels = new KnownLabels();
  readonly #lenders = new Map<string, { readonly lent: LentCodings; readonly version: ResourceVersion }>();
  readonly #interned = new Map<string, LentCodings>();
  readonly #teams = new Set<string>();
  readonly #practitioners = new Map<string, FhirObject>();
  readonly #units = new Map<string, FhirObject>();
  /** Organizations, roles and locations met: there is nothing to look up about them. */
  readonly #met = new Set<string>();
  /** Of other types, the ones met last. */
  readonly #recent = new Set<string>();
  #needed = new Set<string>();

  /** @param from a stored version gives way to one of the input, unless that is provably older. */
  learn(type: string, id: string, resource: FhirObject, from: 'input' | 'store' = 'input'): void {
    const reference = `${type}/${id}`;
    if (MET.includes(type)) this.#met.add(reference);
    else if (!LENDERS.includes(type)) this.#noteRecent(reference);
    this.learnNeeds(resource);
    this.labels.learn(reference, resource, from);
    if (IDENTIFIED.includes(type)) this.#learnIdentifiers(type, reference, resource);
    if (LENDERS.includes(type)) this.#learnCodings(reference, resource);
    if (type === 'Organization' && isTeam(resource)) this.#teams.add(reference);
    if (type === 'PractitionerRole') keep(this.#practitioners, reference, resource.practitioner);
    if (type === 'Location' && isPlaceOnUnit(resource)) keep(this.#units, reference, resource.partOf);
  }

  /** What a resource that is stored already needs, to be prepared again. */
  learnNeeds(resource: FhirObject): void {
    for (const needed of neededResources(resource)) {
      if (!this.#recent.has(needed)) this.#needed.add(needed);
    }
  }

  /** Whether `takeMissing` is to be asked before more is learnt: memory is bounded by it. */
  get needsMany(): boolean {
    return this.#needed.size >= MAX_NEEDED;
  }

  /** What resources learnt so far need and nobody has brought; each is told once. */
  takeMissing(): readonly string[] {
    const missing = [...this.#needed].filter(
      (reference) => !this.#met.has(reference) && !this.#lenders.has(reference),
    );
    this.#needed = new Set();
    return missing;
  }

  byIdentifier(type: string | null, system: string, value: string): string | null {
    const types = type === null ? IDENTIFIED : [type];
    const found = types.flatMap((name) => this.#identified.get(identifierKey(name, system, value)) ?? []);
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  codings(reference: string): LentCodings | null {
    return this.#lenders.get(reference)?.lent ?? null;
  }

  isTeam(organization: string): boolean {
    return this.#teams.has(organization);
  }

  /** The reference as the role gives it. */
  practitionerOf(role: string): FhirObject | null {
    return this.#practitioners.get(role) ?? null;
  }

  /** The reference as the location gives it. */
  unitOf(location: string): FhirObject | null {
    return this.#units.get(location) ?? null;
  }

  #noteRecent(reference: string): void {
    this.#needed.delete(reference);
    this.#recent.add(reference);
    for (const oldest of this.#recent) {
      if (this.#recent.size <= RECENT) break;
      this.#recent.delete(oldest);
    }
  }

  #learnIdentifiers(type: string, reference: string, resource: FhirObject): void {
    for (const identifier of objectsOf(resource.identifier)) {
      const value = textOf(identifier.value);
      if (value === null) continue;
      const key = identifierKey(type, textOf(identifier.system) ?? '', value);
      const before = this.#identified.get(key);
      this.#identified.set(key, before === undefined || before === reference ? reference : null);
    }
  }

  #learnCodings(reference: string, resource: FhirObject): void {
    const version = versionOf(resource);
    const before = this.#lenders.get(reference);
    if (before === undefined && this.#lenders.size >= MAX_LENDERS) return;
    if (before !== undefined && isOlder(version, before.version)) return;
    const lent = lentBy(resource);
    const text = JSON.stringify(lent);
    const interned = this.#interned.get(text) ?? lent;
    this.#interned.set(text, interned);
    this.#lenders.set(reference, { lent: interned, version });
  }
}

/** The system's length tells where it ends: either part may hold any character. */
function identifierKey(type: string, system: string, value: string): string {
  return `${type}|${system.length}|${system}|${value}`;
}

function keep(map: Map<string, FhirObject>, reference: string, target: unknown): void {
  const object = objectOf(target);
  if (object !== null && (referenceOf(object) !== null || object.identifier !== undefined)) {
    map.set(reference, object);
  }
}

function isTeam(organization: FhirObject): boolean {
  return (
    organization.active !== false &&
    objectsOf(organization.type)
      .flatMap(codingsOf)
      .some(({ system, code }) => system === ORGANIZATION_TYPE && code === 'team')
  );
}

/** Beds and rooms: what lies above them is the unit. A unit, building or site is not climbed from. */
function isPlaceOnUnit(location: FhirObject): boolean {
  return codingsOf(location.physicalType).some(
    ({ system, code }) => system === PHYSICAL_TYPE && (code === 'bd' || code === 'ro'),
  );
}
