/** A generated FHIR R4 resource. */
export interface FhirResource {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}

/** ActReason HTEST marks data that is about nobody (standards §3). Every generated resource bears it. */
const SYNTHETIC = Object.freeze({
  tag: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
      code: 'HTEST',
      display: 'synthetic, generated data',
    },
  ],
});

export function resource(
  resourceType: string,
  id: string,
  elements: Readonly<Record<string, unknown>>,
): FhirResource {
  return { resourceType, id, meta: SYNTHETIC, ...elements };
}

export function reference(type: string, id: string): { readonly reference: string } {
  return { reference: `${type}/${id}` };
}
