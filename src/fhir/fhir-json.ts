/** A JSON object of unknown shape, as FHIR input is until read. */
export type FhirObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): FhirObject | null {
  return isObject(value) ? value : null;
}

/** The objects of a repeating element; anything that is not one is passed over. */
export function objectsOf(value: unknown): readonly FhirObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A string with something in it, else `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.length > 0 ? value : null;
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item) => typeof item === 'string').filter((item) => item !== '')
    : [];
}

export interface Coding {
  readonly system: string | null;
  readonly code: string;
  readonly display: string | null;
}

/** Codings of one CodeableConcept that bear a code. */
export function codingsOf(concept: unknown): readonly Coding[] {
  const codings: Coding[] = [];
  for (const coding of objectsOf(objectOf(concept)?.coding)) {
    const code = textOf(coding.code);
    if (code !== null) codings.push({ system: textOf(coding.system), code, display: textOf(coding.display) });
  }
  return codings;
}

/** `reference` of a FHIR Reference, or `null`. */
export function referenceOf(value: unknown): string | null {
  return textOf(objectOf(value)?.reference);
}
