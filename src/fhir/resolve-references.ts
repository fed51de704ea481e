import { isFhirId } from '../fhir-id.ts';
import { type FhirObject, isObject, textOf } from './fhir-json.ts';
import type { ResourceFacts } from './resource-facts.ts';
import { isFhirTypeName } from './resource-id.ts';

/** How the references of one or more resources came out. */
export interface ReferenceTally {
  /** `#x`: inside the resource. */
  contained: number;
  /** Were relative as given. */
  relative: number;
  /** By `fullUrl`, identifier or address. */
  resolved: number;
  /** No target found; the reference stays as given. */
  unresolved: number;
}

export function emptyTally(): ReferenceTally {
  return { contained: 0, relative: 0, resolved: 0, unresolved: 0 };
}

export class NestedTooDeepError extends Error {}

const MAX_DEPTH = 100;
const REFERENCE_KEYS: readonly string[] = ['identifier', 'display', 'type', 'id', 'extension'];
/** What a reference by identifier alone points at, where the element's name says so. */
const TARGET_TYPES: Readonly<Record<string, string>> = Object.freeze({
  practitioner: 'Practitioner',
  organization: 'Organization',
  managingOrganization: 'Organization',
  serviceProvider: 'Organization',
  custodian: 'Organization',
  location: 'Location',
  subject: 'Patient',
  patient: 'Patient',
  beneficiary: 'Patient',
});

/**
 * Turns every reference inside into relative form (`Patient/x`), in place: the resource was parsed for us alone.
 * Ways: `fullUrl` of an entry, relative, absolute under a known base, conditional
 * (`Practitioner?identifier=system|value`, https://hl7.org/fhir/R4/http.html#trules), by identifier alone.
 * @throws NestedTooDeepError beyond 100 levels.
 */
export function resolveReferences(
  resource: Record<string, unknown>,
  facts: ResourceFacts,
  tally: ReferenceTally,
): void {
  visit(resource, '', 0);

  function visit(value: unknown, name: string, depth: number): void {
    if (depth > MAX_DEPTH) throw new NestedTooDeepError();
    if (Array.isArray(value)) {
      for (const item of value) visit(item, name, depth + 1);
      return;
    }
    if (!isObject(value)) return;
    if (typeof value.reference === 'string') rewrite(value, value.reference);
    else if (isObject(value.identifier) && depth > 0) byIdentifierAlone(value, value.identifier, name);
    for (const key in value) {
      const inner = value[key];
      if (typeof inner === 'object' && inner !== null) visit(inner, key, depth + 1);
    }
  }

  function rewrite(holder: Record<string, unknown>, reference: string): void {
    if (reference.startsWith('#')) {
      tally.contained += 1;
      return;
    }
    const relative = relativeForm(reference);
    const target = facts.byFullUrl(reference) ?? relative ?? fromElsewhere(reference, facts);
    if (target === null) {
      tally.unresolved += 1;
      return;
    }
    tally[relative === target ? 'relative' : 'resolved'] += 1;
    holder.reference = target;
  }

  function byIdentifierAlone(holder: Record<string, unknown>, identifier: FhirObject, name: string): void {
    if (Object.keys(holder).some((key) => !REFERENCE_KEYS.includes(key))) return;
    const value = textOf(identifier.value);
    if (value === null) return;
    const type = textOf(holder.type) ?? TARGET_TYPES[name] ?? null;
    const target = facts.byIdentifier(type, textOf(identifier.system) ?? '', value);
    if (target === null) {
      tally.unresolved += 1;
      return;
    }
    tally.resolved += 1;
    holder.reference = target;
  }
}

/** `Type/id`, without a version; `null` when the reference is of another form. */
function relativeForm(reference: string): string | null {
  const [type = '', id = '', ...rest] = reference.split('/');
  const plain = rest.length === 0 || (rest[0] === '_history' && rest.length === 2);
  return plain && isFhirTypeName(type) && isFhirId(id) ? `${type}/${id}` : null;
}

function fromElsewhere(reference: string, facts: ResourceFacts): string | null {
  const conditional = /^([A-Z][A-Za-z]{1,39})\?identifier=([^|&]*)\|([^&]+)$/.exec(reference);
  if (conditional !== null) {
    const [, type = '', system = '', value = ''] = conditional;
    return facts.byIdentifier(type, decoded(system), decoded(value));
  }
  const absolute = /^(https?:\/\/.+)\/([A-Z][A-Za-z]{1,39}\/[^/]+(?:\/_history\/[^/]+)?)$/.exec(reference);
  if (absolute === null) return null;
  const [, base = '', rest = ''] = absolute;
  return facts.isOwnBase(base) ? relativeForm(rest) : null;
}

/** Percent-escapes are optional in practice; a broken one is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
