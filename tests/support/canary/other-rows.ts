import {
  COLLECTION_METHOD_EXTENSION,
  FORM_VERSION_EXTENSION,
  LAWFUL_BASIS_EXTENSION,
  PURPOSE_EXTENSION,
  RECONSENT_DUE_EXTENSION,
  RENEWS_EXTENSION,
} from '../../../src/access/consent/consent-extensions.ts';
import type { Elements, Resource } from './elements.ts';

/** Personas of the demo tenants. */
const TEAM = ['demo-physician', 'demo-nurse', 'demo-pharmacist', 'demo-coordinator'];

/** One row of each type that is about care, cover and consent. */
export function otherRows(c: Elements): readonly Resource[] {
  return [
    c.row('CareTeam', 'subject', {
      encounter: c.reference('Encounter'),
      status: 'active',
      period: { start: c.moment() },
      participant: TEAM.map((name) => ({
        role: [c.concept()],
        member: { reference: `Practitioner/${name}` },
        period: { start: c.moment() },
      })),
      managingOrganization: [c.house],
      name: c.text(),
      category: [c.concept()],
      reasonCode: [c.concept()],
    }),
    c.row('Encounter', 'subject', {
      status: c.text(),
      class: c.coding(),
      period: c.period(),
      participant: [
        { type: [c.concept()], individual: c.physician, period: c.period() },
        { type: [c.concept()], individual: c.reference('RelatedPerson'), period: c.period() },
      ],
      serviceProvider: c.house,
      location: [{ location: c.ward }],
      type: [c.concept()],
      serviceType: c.concept(),
      reasonCode: [c.concept()],
      diagnosis: [{ condition: c.quoted('Condition') }],
      hospitalization: { dischargeDisposition: c.concept() },
    }),
    c.row('Coverage', 'beneficiary', {
      status: c.text(),
      type: c.concept(),
      subscriberId: c.text(),
      identifier: [c.identifier('SN')],
      policyHolder: c.reference('RelatedPerson'),
      subscriber: c.reference('RelatedPerson'),
      relationship: c.concept(),
      period: c.period(),
      payor: [c.house],
      order: c.integer(),
      network: c.text(),
    }),
    c.row('Claim', 'patient', { ...c.bill(), priority: c.concept(), total: c.money() }),
    c.row('ExplanationOfBenefit', 'patient', {
      ...c.bill(),
      outcome: c.text(),
      disposition: c.text(),
      claim: c.reference('Claim'),
      total: [{ category: c.bare(), amount: c.money() }],
      payment: { amount: c.money(), date: c.date() },
    }),
    c.row('Appointment', '', {
      status: c.text(),
      start: c.moment(),
      end: c.moment(),
      minutesDuration: c.integer(),
      created: c.moment(),
      participant: [
        { actor: c.subject, status: c.text(), period: c.period() },
        { type: [c.concept()], actor: c.physician, status: c.text(), period: c.period() },
      ],
      appointmentType: c.concept(),
      serviceCategory: [c.concept()],
      serviceType: [c.concept()],
      specialty: [c.concept()],
      reasonCode: [c.concept()],
      description: c.text(),
    }),
    c.row('Consent', 'patient', {
      extension: [
        { url: PURPOSE_EXTENSION, valueCode: 'TREATMENT' },
        { url: LAWFUL_BASIS_EXTENSION, valueCode: c.text() },
        { url: FORM_VERSION_EXTENSION, valueString: c.text() },
        { url: COLLECTION_METHOD_EXTENSION, valueCode: c.text() },
        { url: RECONSENT_DUE_EXTENSION, valueDate: c.date() },
        { url: RENEWS_EXTENSION, valueReference: c.reference('Consent') },
      ],
      status: c.text(),
      // About care: one about privacy in which nothing can be read would hide all of it from everybody.
      scope: c.known('consentscope', 'treatment'),
      dateTime: c.moment(),
      category: [c.concept()],
      performer: [c.reference('Practitioner')],
      organization: [c.house],
      policyRule: c.concept(),
      provision: { type: c.text(), period: c.period(), purpose: [c.coding()], securityLabel: [c.coding()] },
    }),
  ];
}
