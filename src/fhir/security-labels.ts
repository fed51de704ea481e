import { type Coding, codingsOf, type FhirObject, isObject, objectOf, textOf } from './fhir-json.ts';

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const INLINE_LABEL =
  'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label';

/** Levels up to normal restrict nothing: V > R > N > M > L > U (standards §4). */
const UNRESTRICTED: readonly string[] = ['U', 'L', 'M', 'N'];

/**
 * Codes of the labels that restrict one row, sorted: `meta.security`, for documents `securityLabel`, and
 * where ActCode PROCESSINLINELABEL announces them the DS4P labels inside (standards §4). Confidentiality
 * up to normal is left out; every other code stays, known or not, since an unknown label denies.
 */
export function securityLabels(resource: FhirObject): readonly string[] {
  const outer = [
    ...codingsOf({ coding: objectOf(resource.meta)?.security }),
    ...(Array.isArray(resource.securityLabel) ? resource.securityLabel.flatMap(codingsOf) : []),
  ];
  const inline = outer.some((coding) => coding.code === 'PROCESSINLINELABEL');
  const all = inline ? [...outer, ...inlineLabels(resource)] : outer;
  const codes = new Set(all.filter(restricts).map((coding) => coding.code));
  if (withoutCode(objectOf(resource.meta)?.security)) codes.add('UNKNOWN');
  return [...codes].sort();
}

/** A label that does not say its code is an unknown label. */
function withoutCode(security: unknown): boolean {
  if (security === undefined) return false;
  return !Array.isArray(security) || security.some((label) => textOf(objectOf(label)?.code) === null);
}

function restricts({ system, code }: Coding): boolean {
  if (code === 'PROCESSINLINELABEL') return false;
  return !(system === CONFIDENTIALITY && UNRESTRICTED.includes(code));
}

function inlineLabels(value: unknown): readonly Coding[] {
  if (Array.isArray(value)) return value.flatMap(inlineLabels);
  if (!isObject(value)) return [];
  const own = value.url === INLINE_LABEL ? codingsOf({ coding: [value.valueCoding] }) : [];
  return [...own, ...Object.values(value).flatMap(inlineLabels)];
}
