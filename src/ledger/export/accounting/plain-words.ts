/** Words that a patient reads, by the codes of the record; what has none here is shown as it stands. */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ['TREAT', 'Treatment'],
  ['COC', 'Coordinating your care'],
  ['CLINTRL', 'Care within a clinical trial'],
  ['ETREAT', 'Emergency treatment'],
  ['BTG', 'Emergency: a record that is otherwise closed was opened'],
  ['HPAYMT', 'Payment for care'],
  ['COVERAGE', 'Finding out what your insurance covers'],
  ['COVAUTH', 'Approval by your insurance'],
  ['CLMATTCH', 'A claim to your insurance'],
  ['HOPERAT', 'Running our services'],
  ['CAREMGT', 'Planning your care'],
  ['HQUALIMP', 'Improving quality'],
  ['PATADMIN', 'Registration and scheduling'],
  ['HSYSADMIN', 'Running our computer systems'],
  ['RECORDMGT', 'Keeping records'],
  ['HLEGAL', 'Legal services'],
  ['TRAIN', 'Training'],
  ['HRESCH', 'Research'],
  ['CLINTRCH', 'Clinical trial research'],
  ['PUBHLTH', 'Public health reporting'],
  ['PATRQT', 'Asked for by you'],
  ['FAMRQT', 'Asked for by your family'],
  ['PWATRNY', 'Asked for by somebody who acts for you'],
  ['SUPNWK', 'Asked for by those who help care for you'],
  ['HMARKT', 'Marketing'],
]);

const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['DEMOGRAPHICS', 'name, birth date and similar details'],
  ['CONTACT', 'address and contact details'],
  ['IDENTIFIER', 'identification numbers'],
  ['PROBLEM', 'health problems'],
  ['DIAGNOSIS', 'diagnoses'],
  ['MEDICATION', 'medicines'],
  ['ALLERGY', 'allergies'],
  ['LAB', 'laboratory results'],
  ['VITAL_SIGNS', 'vital signs'],
  ['SOCIAL_HISTORY', 'social history'],
  ['SDOH', 'living conditions'],
  ['SURVEY', 'questionnaires'],
  ['IMAGING', 'imaging'],
  ['PROCEDURE', 'procedures'],
  ['IMMUNIZATION', 'vaccinations'],
  ['CLINICAL_NOTE', 'clinical notes'],
  ['PSYCHOTHERAPY_NOTE', 'psychotherapy notes'],
  ['ENCOUNTER', 'visits and appointments'],
  ['CARE_TEAM', 'care team'],
  ['CARE_PLAN', 'care plan'],
  ['DEVICE', 'devices'],
  ['GENOMIC', 'genetic information'],
  ['COVERAGE', 'insurance'],
  ['BILLING', 'bills and claims'],
  ['CONSENT', 'your consents'],
  ['OTHER', 'other health information'],
]);

const ACTS: ReadonlyMap<string, string> = new Map([
  ['Mutation.breakGlass', 'emergency access to your record was opened'],
  ['Mutation.reviewBreakGlass', 'an emergency access was reviewed'],
  ['Mutation.recordConsent', 'a consent of yours was recorded'],
  ['Mutation.withdrawConsent', 'a consent of yours was withdrawn'],
  ['Mutation.reveal', 'a hidden detail was asked to be shown'],
  ['Mutation.explainAccess', 'it was looked up who may see what of your record'],
  ['Mutation.reviewInsight', 'a computer-written summary was reviewed'],
  ['Mutation.draftNote', 'a note about a visit was drafted'],
  ['Ledger.events', 'the list of who saw your record was read'],
  ['Ledger.disclosures', 'the list of who saw your record was read'],
  ['Ledger.denials', 'the list of who was refused your record was read'],
  ['Ledger.breakGlass', 'the list of emergency accesses to your record was read'],
  ['Ledger.readings', 'the list of who saw your record was read'],
  ['Query.whoSawMyRecord', 'you read who saw your record'],
  ['ledger_query', 'the list of who saw your record was read'],
  ['ledger_exported', 'the list of who saw your record was copied out'],
  ['ledger_accounting', 'a list like this one was made'],
  ['legal_hold_set', 'your record of accesses was put under a legal hold'],
  ['legal_hold_lifted', 'a legal hold on your record of accesses was lifted'],
]);

export function purposeText(purpose: string | null): string {
  return purpose === null ? 'Not recorded' : (PURPOSES.get(purpose) ?? purpose);
}

export function categoryText(category: string): string {
  return CATEGORIES.get(category) ?? spoken(category);
}

export function actText(coordinate: string | null, operation: string | null): string {
  const known = ACTS.get(coordinate ?? '') ?? ACTS.get(operation ?? '');
  return known ?? `another act: ${coordinate ?? operation ?? 'not named'}`;
}

/** `CARE_COORDINATOR`: care coordinator. */
export function spoken(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
