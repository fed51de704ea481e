const RELATIVE = /^([A-Z][A-Za-z]{1,39})\/([A-Za-z0-9\-.]{1,64})$/;

/** Type of a relative reference (`Practitioner` of `Practitioner/p1`); empty for anything else. */
export function typeOf(reference: string): string {
  return RELATIVE.exec(reference)?.[1] ?? '';
}

/** Logical id of a relative reference; `null` for anything else. */
export function idOf(reference: string): string | null {
  return RELATIVE.exec(reference)?.[2] ?? null;
}
