import type { ObservationComponent, ReferenceRange } from '../../src/generated/resolver-types.ts';
import { toCodeableConcept, toCodeableConcepts } from './coding.ts';
import { toQuantity } from './quantity.ts';
import { readBoolean, readDateTime, readElement, readInteger, readList, readString } from './read-element.ts';

/** FHIR R4 Observation.referenceRange. */
export function toReferenceRange(value: unknown): ReferenceRange | null {
  const range = readElement(value);
  if (range === null) return null;
  return {
    low: toQuantity(range.low),
    high: toQuantity(range.high),
    type: toCodeableConcept(range.type),
    text: readString(range.text),
  };
}

/** FHIR R4 Observation.component. */
export function toObservationComponent(value: unknown): ObservationComponent | null {
  const component = readElement(value);
  if (component === null) return null;
  return {
    code: toCodeableConcept(component.code),
    valueQuantity: toQuantity(component.valueQuantity),
    valueCodeableConcept: toCodeableConcept(component.valueCodeableConcept),
    valueString: readString(component.valueString),
    valueInteger: readInteger(component.valueInteger),
    valueBoolean: readBoolean(component.valueBoolean),
    valueDateTime: readDateTime(component.valueDateTime),
    dataAbsentReason: toCodeableConcept(component.dataAbsentReason),
    interpretation: toCodeableConcepts(component.interpretation),
    referenceRange: readList(component.referenceRange, toReferenceRange),
  };
}
