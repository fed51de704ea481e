import type { Coding } from './fhir-json.ts';

/** What a coded resource lends to those that point at it, and the labels that go with it. */
export interface LentCodings {
  readonly codings: readonly Coding[];
  /** Only for medications: the name as text. */
  readonly text: string | null;
  readonly labels: readonly string[];
}

/**
 * What one resource needs to know about others while it is prepared. References are in relative form
 * (`Organization/o1`). An answer of `null` or `false` means "not known", never an error.
 */
export interface ResourceFacts {
  /** Target of a reference that is not relative: a `fullUrl`, an identifier, an absolute address of ours. */
  byFullUrl(url: string): string | null;
  byIdentifier(type: string | null, system: string, value: string): string | null;
  /** True when `url` is a FHIR base address whose resources are the ones imported. */
  isOwnBase(base: string): boolean;
  /** Codings of a Condition or Medication. */
  codings(reference: string): LentCodings | null;
  /** Labels that a resource bears itself; none where it is not known. */
  labelsOf(reference: string): readonly string[];
  /** `meta.security` of the Bundle the resource came in, as given: it holds for each entry (standards §4, high-water mark). */
  readonly outerSecurity: readonly unknown[];
  /** The organization's type is `team` (organization-type#team). */
  isTeam(organization: string): boolean;
  /** Practitioner of a PractitionerRole. */
  practitionerOf(role: string): string | null;
  /** For a bed or room: the location it is part of. */
  unitOf(location: string): string | null;
}
