import type { Dosage } from '../../src/generated/resolver-types.ts';
import { toCodeableConcept } from './coding.ts';
import { toQuantity, toRange } from './quantity.ts';
import {
  elements,
  readBoolean,
  readCode,
  readElement,
  readInteger,
  readNumber,
  readString,
} from './read-element.ts';

/** FHIR R4 Dosage; the dose is that of the first `doseAndRate`. */
export function toDosage(value: unknown): Dosage | null {
  const dosage = readElement(value);
  if (dosage === null) return null;
  const repeat = readElement(readElement(dosage.timing)?.repeat);
  const [dose] = elements(dosage.doseAndRate);
  return {
    text: readString(dosage.text),
    patientInstruction: readString(dosage.patientInstruction),
    asNeeded: readBoolean(dosage.asNeededBoolean),
    frequency: readInteger(repeat?.frequency),
    period: readNumber(repeat?.period),
    periodUnit: readCode(repeat?.periodUnit),
    route: toCodeableConcept(dosage.route),
    doseQuantity: toQuantity(dose?.doseQuantity),
    doseRange: toRange(dose?.doseRange),
  };
}
