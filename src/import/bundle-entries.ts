import { type FhirObject, isObject, objectOf, textOf } from '../fhir/fhir-json.ts';
import type { InputResource } from '../fhir/identify.ts';
import type { InputItem } from './input-item.ts';

/** What a Bundle says of its entries where it cannot be read to its end: one label that nobody can read. */
export const UNKNOWN_SECURITY: readonly unknown[] = Object.freeze([Object.freeze({})]);

/** A Bundle entry (https://hl7.org/fhir/R4/bundle.html) as input: any Bundle type, since only `request` matters. */
export function entryOf(entry: FhirObject): InputResource {
  const request = objectOf(entry.request);
  const method = textOf(request?.method);
  return {
    resource: isObject(entry.resource) ? entry.resource : {},
    fullUrl: textOf(entry.fullUrl),
    request: method === null ? null : { method, url: textOf(request?.url) ?? '' },
  };
}

/** Entries of a Bundle that was read whole, from a text of `size` bytes. */
export function* itemsOfBundle(
  bundle: FhirObject,
  position: string,
  size: number,
): Generator<InputItem, void, undefined> {
  const entries = Array.isArray(bundle.entry) ? bundle.entry : [];
  let number = 0;
  for (const entry of entries) {
    number += 1;
    const place = `${position} entry ${number}`;
    const share = Math.ceil(size / entries.length);
    if (isObject(entry)) yield { kind: 'resource', position: place, input: entryOf(entry), size: share };
    else yield { kind: 'problem', position: place, reason: 'NOT_A_RESOURCE' };
  }
  yield { kind: 'end', position, security: securityOf(bundle) };
}

/** `meta.security` of a Bundle. What is no list is one label that nobody can read. */
export function securityOf(bundle: FhirObject): readonly unknown[] {
  const security = objectOf(bundle.meta)?.security;
  if (security === undefined) return [];
  return Array.isArray(security) ? security : UNKNOWN_SECURITY;
}
