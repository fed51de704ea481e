import { UNKNOWN_LABEL } from '../access/sensitivity.ts';
import { type FhirObject, isObject, objectOf, objectsOf, textOf } from './fhir-json.ts';
import { labelOf } from './label-codes.ts';

/** DS4P, http://hl7.org/fhir/uv/security-label-ds4p: a label of the element it stands on. */
const INLINE_LABEL =
  'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label';
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

/**
 * Labels that restrict one row, sorted: those of the resource, of resources contained in it and of every element
 * inside, primitives too. The row takes the highest mark of what it holds (standards §4). Labels inside count whether
 * or not PROCESSINLINELABEL announces them: an announcement is easily lost on the way, and the label is still meant.
 */
export function securityLabels(resource: FhirObject): readonly string[] {
  const labels = new Set<string>(outerLabels(resource));
  const waiting: unknown[] = Object.values(resource);
  // A list of its own instead of recursion: input may be nested deeper than a stack holds.
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) for (const item of next) waiting.push(item);
    if (!isObject(next)) continue;
    if (next.url === INLINE_LABEL) addCoding(next.valueCoding, labels);
    if (typeof next.resourceType === 'string') for (const label of outerLabels(next)) labels.add(label);
    for (const key in next) if (typeof next[key] === 'object') waiting.push(next[key]);
  }
  return [...labels].sort();
}

/** What a resource says of itself as a whole; of a Bundle, what holds for each of its entries. */
export function outerLabels(resource: FhirObject): readonly string[] {
  const labels = new Set<string>();
  const security = objectOf(resource.meta)?.security;
  if (Array.isArray(security)) for (const coding of security) addCoding(coding, labels);
  else if (security !== undefined) labels.add(UNKNOWN_LABEL);
  const { resourceType, securityLabel, confidentiality } = resource;
  if (Array.isArray(securityLabel)) for (const concept of securityLabel) addConcept(concept, labels);
  else if (securityLabel !== undefined) labels.add(UNKNOWN_LABEL);
  if (resourceType === 'Composition' && confidentiality !== undefined) {
    addCoding({ system: CONFIDENTIALITY, code: confidentiality }, labels);
  }
  return [...labels];
}

/** A label that does not say its code is an unknown label. */
function addCoding(value: unknown, labels: Set<string>): void {
  const coding = objectOf(value);
  const code = textOf(coding?.code);
  const label = code === null ? UNKNOWN_LABEL : labelOf(textOf(coding?.system), code);
  if (label !== null) labels.add(label);
}

/** Each coding counts, translation or not, and one that only text describes is unknown. */
function addConcept(concept: unknown, labels: Set<string>): void {
  const codings = objectsOf(objectOf(concept)?.coding);
  if (codings.length === 0) labels.add(UNKNOWN_LABEL);
  for (const coding of codings) addCoding(coding, labels);
}
