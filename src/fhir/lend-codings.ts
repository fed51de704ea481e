import {
  codingsOf,
  type FhirObject,
  isObject,
  objectOf,
  objectsOf,
  referenceOf,
  textOf,
} from './fhir-json.ts';
import { isRemoved } from './is-removed.ts';
import type { LentCodings, ResourceFacts } from './resource-facts.ts';
import { securityLabels } from './security-labels.ts';

export interface Projection {
  /** Labels of what was projected: the row that shows its codes MUST bear them (standards §4, high-water mark). */
  readonly labels: readonly string[];
  /** References whose target is not known. */
  readonly unresolved: number;
}

/**
 * What a Condition, Procedure or Medication lends. The first two lend codes without text (access-matrix: claims
 * show codings only); one that must no longer be used lends nothing.
 */
export function lentBy(resource: FhirObject): LentCodings {
  const isMedication = resource.resourceType === 'Medication';
  const code = isRemoved(resource) ? null : resource.code;
  return Object.freeze({
    codings: codingsOf(code),
    text: isMedication ? textOf(objectOf(code)?.text) : null,
    labels: securityLabels(resource),
  });
}

/**
 * Writes the codes a resource borrows beside its references, in place: `diagnosis[].diagnosisCodeableConcept` and
 * `procedure[].procedureCodeableConcept` of Claim and ExplanationOfBenefit, `medicationCodeableConcept` of medication records. Where the resource
 * brings the concept itself, that stands.
 */
export function projectCodings(resource: Record<string, unknown>, facts: ResourceFacts): Projection {
  const labels = new Set<string>();
  let unresolved = 0;
  const lend = (holder: Record<string, unknown>, referenceKey: string, conceptKey: string): void => {
    const reference = referenceOf(holder[referenceKey]);
    if (reference === null || holder[conceptKey] !== undefined) return;
    const lent = contained(resource, reference) ?? facts.codings(reference);
    if (lent === null) {
      unresolved += 1;
      return;
    }
    for (const label of lent.labels) labels.add(label);
    if (lent.codings.length > 0 || lent.text !== null) holder[conceptKey] = conceptOf(lent);
  };
  const type = textOf(resource.resourceType) ?? '';
  if (type === 'Claim' || type === 'ExplanationOfBenefit') {
    for (const kind of ['diagnosis', 'procedure']) {
      const entries = resource[kind];
      for (const entry of Array.isArray(entries) ? entries : []) {
        if (isObject(entry)) lend(entry, `${kind}Reference`, `${kind}CodeableConcept`);
      }
    }
  } else if (type.startsWith('Medication')) {
    lend(resource, 'medicationReference', 'medicationCodeableConcept');
  }
  return { labels: [...labels], unresolved };
}

function contained(resource: FhirObject, reference: string): LentCodings | null {
  if (!reference.startsWith('#')) return null;
  const found = objectsOf(resource.contained).find((item) => item.id === reference.slice(1));
  return found === undefined ? null : lentBy(found);
}

function conceptOf(lent: LentCodings): Record<string, unknown> {
  return {
    ...(lent.codings.length > 0 && { coding: lent.codings.map(withoutNulls) }),
    ...(lent.text !== null && { text: lent.text }),
  };
}

function withoutNulls(coding: LentCodings['codings'][number]): Record<string, string> {
  return {
    ...(coding.system !== null && { system: coding.system }),
    code: coding.code,
    ...(coding.display !== null && { display: coding.display }),
  };
}
