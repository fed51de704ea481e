import { FhirUserReference } from './names.ts';

/**
 * A `fhirUser` as a relative reference. SMART App Launch 2 gives an absolute address; it is one of ours only
 * below a configured base, since the same id on another server is somebody else. `null`: not ours.
 */
export function fhirUserReference(value: string, bases: readonly string[]): string | null {
  const prefix = bases
    .map((base) => (base.endsWith('/') ? base : `${base}/`))
    .find((b) => value.startsWith(b));
  const relative = value.slice(prefix?.length ?? 0);
  return FhirUserReference.safeParse(relative).success ? relative : null;
}
