import type { StoredRecord } from '../datasources/health-data.ts';
import {
  COLLECTION_METHOD_EXTENSION,
  extensionsOf,
  FORM_VERSION_EXTENSION,
  LAWFUL_BASIS_EXTENSION,
  PERIOD_EXTENSION,
  PURPOSE_EXTENSION,
  RECONSENT_DUE_EXTENSION,
  RENEWS_EXTENSION,
} from '../src/access/consent/consent-extensions.ts';
import { isConsentPurpose } from '../src/access/consent/consent-input.ts';
import { consentStanding } from '../src/access/consent/consent-standing.ts';
import type { ConsentResolvers } from '../src/generated/resolver-types.ts';
import { lookUpAll } from './directory-lookup.ts';
import { toCodeableConcept, toCodeableConcepts } from './fhir/coding.ts';
import { toConsentProvision } from './fhir/consent-provision.ts';
import { toPeriod } from './fhir/period.ts';
import {
  elements,
  readCode,
  readDate,
  readDateTime,
  readElement,
  readList,
  readReference,
  readString,
} from './fhir/read-element.ts';
import { versionOf } from './record-consent.ts';
import type { RowResolvers } from './row-resolvers.ts';

/** FHIR R4 Consent. */
export const consent: RowResolvers<ConsentResolvers> = Object.freeze({
  status: (record) => readCode(record.status),
  scope: (record) => toCodeableConcept(record.scope),
  dateTime: (record) => readDateTime(record.dateTime),
  category: (record) => toCodeableConcepts(record.category),
  performer: (record) => readList(record.performer, readReference),
  organization: (record, _args, context) => lookUpAll(context, 'Organization', elements(record.organization)),
  policyRule: (record) => toCodeableConcept(record.policyRule),
  provision: (record) => toConsentProvision(record.provision),
  purposes: (record, _args, { access }) =>
    readList(codesOf(record, PURPOSE_EXTENSION), (code) => {
      if (!isConsentPurpose(code)) return null;
      const { standing, reconsentDue } = consentStanding([record], code, access.now);
      return { purpose: code, standing, reconsentDue };
    }),
  lawfulBasis: (record) => readList(codesOf(record, LAWFUL_BASIS_EXTENSION), readCode),
  formVersion: (record) => readString(extensionsOf(record, FORM_VERSION_EXTENSION)[0]?.valueString),
  collectionMethod: (record) => readCode(extensionsOf(record, COLLECTION_METHOD_EXTENSION)[0]?.valueCode),
  expires: (record) =>
    toPeriod(readElement(record.provision)?.period ?? extensionsOf(record, PERIOD_EXTENSION)[0]?.valuePeriod)
      ?.end ?? null,
  reconsentDue: (record) => readDate(extensionsOf(record, RECONSENT_DUE_EXTENSION)[0]?.valueDate),
  renews: (record) => readReference(extensionsOf(record, RENEWS_EXTENSION)[0]?.valueReference),
  version: versionOf,
});

function codesOf(record: StoredRecord, url: string): readonly unknown[] {
  return extensionsOf(record, url).map(({ valueCode }) => valueCode);
}
