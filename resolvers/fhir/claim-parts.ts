import type { BenefitTotal, ClaimItem, Coding } from '../../src/generated/resolver-types.ts';
import { toCodings } from './coding.ts';
import { toPeriod } from './period.ts';
import { toMoney, toQuantity } from './quantity.ts';
import { elements, readDate, readElement, readInteger, readList, readReference } from './read-element.ts';

/** FHIR R4 Claim.item and ExplanationOfBenefit.item, codes without text. */
export function toClaimItem(value: unknown): ClaimItem | null {
  const item = readElement(value);
  if (item === null) return null;
  return {
    sequence: readInteger(item.sequence),
    productOrService: toCodings(item.productOrService),
    modifier: toCodings(item.modifier),
    servicedDate: readDate(item.servicedDate),
    servicedPeriod: toPeriod(item.servicedPeriod),
    quantity: toQuantity(item.quantity),
    unitPrice: toMoney(item.unitPrice),
    net: toMoney(item.net),
  };
}

/** FHIR R4 ExplanationOfBenefit.total. */
export function toBenefitTotal(value: unknown): BenefitTotal | null {
  const total = readElement(value);
  if (total === null) return null;
  return { category: toCodings(total.category), amount: toMoney(total.amount) };
}

/** Codings of Claim.diagnosis or ExplanationOfBenefit.diagnosis. The import fills in those of referenced conditions. */
export function toDiagnosisCodes(value: unknown): readonly Coding[] | null {
  return toCodings(elements(value).map((entry) => entry.diagnosisCodeableConcept));
}

/** Codings of Claim.procedure or ExplanationOfBenefit.procedure. */
export function toProcedureCodes(value: unknown): readonly Coding[] | null {
  return toCodings(elements(value).map((entry) => entry.procedureCodeableConcept));
}

/** The policies that a claim or explanation of benefit was made under. */
export function toInsurance(value: unknown): readonly string[] | null {
  return readList(value, (entry) => readReference(readElement(entry)?.coverage));
}
