import type { ClaimResolvers, ExplanationOfBenefitResolvers } from '../src/generated/resolver-types.ts';
import { lookUp } from './directory-lookup.ts';
import {
  toBenefitTotal,
  toClaimItem,
  toDiagnosisCodes,
  toInsurance,
  toProcedureCodes,
} from './fhir/claim-parts.ts';
import { toCodeableConcept } from './fhir/coding.ts';
import { toPeriod } from './fhir/period.ts';
import { toMoney } from './fhir/quantity.ts';
import {
  readCode,
  readDate,
  readDateTime,
  readElement,
  readList,
  readReference,
  readString,
} from './fhir/read-element.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Claim. Clinical content comes as codings alone (access matrix: claims and the codings on them). */
export const claim: RowResolvers<ClaimResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  type: (record) => toCodeableConcept(record.type),
  use: (record) => readCode(record.use),
  billablePeriod: (record) => toPeriod(record.billablePeriod),
  created: (record) => readDateTime(record.created),
  insurer: (record, _args, context) => lookUp(context, 'Organization', record.insurer),
  provider: (record) => readReference(record.provider),
  priority: (record) => toCodeableConcept(record.priority),
  diagnosisCodes: (record) => toDiagnosisCodes(record.diagnosis),
  procedureCodes: (record) => toProcedureCodes(record.procedure),
  insurance: (record) => toInsurance(record.insurance),
  items: (record) => readList(record.item, toClaimItem),
  total: (record) => toMoney(record.total),
});

/** FHIR R4 ExplanationOfBenefit. */
export const explanationOfBenefit: RowResolvers<ExplanationOfBenefitResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  type: (record) => toCodeableConcept(record.type),
  use: (record) => readCode(record.use),
  billablePeriod: (record) => toPeriod(record.billablePeriod),
  created: (record) => readDateTime(record.created),
  insurer: (record, _args, context) => lookUp(context, 'Organization', record.insurer),
  provider: (record) => readReference(record.provider),
  outcome: (record) => readCode(record.outcome),
  disposition: (record) => readString(record.disposition),
  claim: (record) => readReference(record.claim),
  diagnosisCodes: (record) => toDiagnosisCodes(record.diagnosis),
  procedureCodes: (record) => toProcedureCodes(record.procedure),
  insurance: (record) => toInsurance(record.insurance),
  items: (record) => readList(record.item, toClaimItem),
  totals: (record) => readList(record.total, toBenefitTotal),
  paymentAmount: (record) => toMoney(readElement(record.payment)?.amount),
  paymentDate: (record) => readDate(readElement(record.payment)?.date),
});
