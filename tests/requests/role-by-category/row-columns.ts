import {
  coded,
  coding,
  codingsOf,
  concept,
  date,
  humanName,
  money,
  period,
  quantity,
  text,
} from './elements.ts';
import type { Json, Source } from './fhir-source.ts';
import { objectOf, objects } from './fhir-source.ts';
import type { Fields } from './shape.ts';
import { at, each, fields, from, leaf, namedOf, reference } from './shape.ts';

/** A list of one patient's rows of one type and category, and the columns of the table its fields belong to. */
export interface RowList {
  readonly alias: string;
  /** Field of Patient. */
  readonly list: string;
  readonly type: string;
  /** `null`: the type has one category only, and the list no such argument. */
  readonly category: string | null;
  /** When it happened, for the order of the list. */
  readonly date: (row: Json) => unknown;
  readonly columns: Readonly<Record<string, Fields>>;
}

const OBSERVATION: Fields = {
  status: at('status', coded),
  code: at('code', concept),
  effectiveDateTime: at('effectiveDateTime', date),
  issued: at('issued', date),
  encounter: reference('encounter'),
  valueQuantity: at('valueQuantity', quantity),
  valueCodeableConcept: at('valueCodeableConcept', concept),
  valueString: at('valueString', text),
  component: at(
    'component',
    each(fields({ code: at('code', concept), valueQuantity: at('valueQuantity', quantity) })),
  ),
};

const REPORT: Fields = {
  status: at('status', coded),
  code: at('code', concept),
  effectiveDateTime: at('effectiveDateTime', date),
  conclusion: at('conclusion', text),
  result: from(
    ({ result }, source) => objects(result).map((one) => source.resolve(one)),
    each(leaf('identifier')),
  ),
};

const CONDITION: Fields = {
  clinicalStatus: at('clinicalStatus', concept),
  code: at('code', concept),
  onsetDateTime: at('onsetDateTime', date),
  abatementDateTime: at('abatementDateTime', date),
  encounter: reference('encounter'),
};

const NOTE: Fields = {
  status: at('status', coded),
  type: at('type', concept),
  date: at('date', date),
  text: from(noteText, text),
  authors: namedOf(({ author }) => author, each(humanName), true),
};

const BILL: Fields = {
  status: at('status', coded),
  type: at('type', concept),
  billablePeriod: at('billablePeriod', period),
  created: at('created', date),
  provider: reference('provider'),
  diagnosisCodes: from((owner, source) => lentCodings(owner, source, 'diagnosis'), each(coding)),
  items: at(
    'item',
    each(
      fields({
        sequence: at('sequence', coded),
        productOrService: from(({ productOrService }) => codingsOf(productOrService), each(coding)),
        net: at('net', money),
      }),
    ),
  ),
};

const observations = (alias: string, category: string, column = category): RowList => ({
  alias,
  list: 'observations',
  type: 'Observation',
  category,
  date: (row) => row.effectiveDateTime,
  columns: { [column]: OBSERVATION },
});

const reports = (alias: string, category: string): RowList => ({
  alias,
  list: 'diagnosticReports',
  type: 'DiagnosticReport',
  category,
  date: (row) => row.effectiveDateTime,
  columns: { [`${category} report`]: REPORT },
});

const conditions = (alias: string, category: string): RowList => ({
  alias,
  list: 'conditions',
  type: 'Condition',
  category,
  date: (row) => row.onsetDateTime,
  columns: { [category]: CONDITION },
});

const notes = (alias: string, category: string): RowList => ({
  alias,
  list: 'notes',
  type: 'DocumentReference',
  category,
  date: (row) => objectOf(objectOf(row.context).period).start ?? row.date,
  columns: { [category]: NOTE },
});

const start = (element: string) => (row: Json) => objectOf(row[element]).start;
const one = (list: string, type: string, dated: RowList['date'], columns: RowList['columns']): RowList => ({
  alias: list,
  list,
  type,
  category: null,
  date: dated,
  columns,
});

export const ROW_LISTS: readonly RowList[] = [
  conditions('problems', 'PROBLEM'),
  conditions('diagnoses', 'DIAGNOSIS'),
  one('medications', 'MedicationRequest', (row) => row.authoredOn, {
    MEDICATION: {
      status: at('status', coded),
      medication: at('medicationCodeableConcept', concept),
      authoredOn: at('authoredOn', date),
      requester: namedOf(({ requester }) => requester, each(humanName)),
    },
  }),
  observations('labs', 'LAB'),
  reports('labReports', 'LAB'),
  observations('vitals', 'VITAL_SIGNS'),
  observations('socialHistory', 'SOCIAL_HISTORY'),
  one('procedures', 'Procedure', start('performedPeriod'), {
    PROCEDURE: {
      status: at('status', coded),
      code: at('code', concept),
      performedPeriod: at('performedPeriod', period),
      encounter: reference('encounter'),
    },
  }),
  one('allergies', 'AllergyIntolerance', (row) => row.recordedDate, {
    ALLERGY: {
      clinicalStatus: at('clinicalStatus', concept),
      criticality: at('criticality', coded),
      category: at('category', each(coded)),
      code: at('code', concept),
      recordedDate: at('recordedDate', date),
    },
  }),
  one('immunizations', 'Immunization', (row) => row.occurrenceDateTime, {
    IMMUNIZATION: {
      status: at('status', coded),
      vaccineCode: at('vaccineCode', concept),
      occurrenceDateTime: at('occurrenceDateTime', date),
      primarySource: at('primarySource', coded),
      location: namedOf(({ location }) => location, text),
    },
  }),
  observations('determinants', 'SDOH'),
  observations('surveys', 'SURVEY'),
  observations('images', 'IMAGING'),
  reports('imageReports', 'IMAGING'),
  notes('clinicalNotes', 'CLINICAL_NOTE'),
  one('encounters', 'Encounter', start('period'), {
    ENCOUNTER: {
      status: at('status', coded),
      class: at('class', coding),
      period: at('period', period),
      practitioners: namedOf(
        ({ participant }) => objects(participant).map(({ individual }) => individual),
        each(humanName),
        true,
      ),
      serviceProvider: namedOf(({ serviceProvider }) => serviceProvider, text),
    },
    'ENCOUNTER reason': { type: at('type', each(concept)), reasonCode: at('reasonCode', each(concept)) },
  }),
  one('appointments', 'Appointment', (row) => row.start, {
    APPOINTMENT: { status: at('status', coded), start: at('start', date), end: at('end', date) },
    'APPOINTMENT reason': {
      description: at('description', text),
      reasonCode: at('reasonCode', each(concept)),
    },
  }),
  one('careTeam', 'CareTeam', start('period'), {
    CARE_TEAM: {
      status: at('status', coded),
      period: at('period', period),
      participants: at('participant', each(fields({ member: reference('member') }))),
    },
    'CARE_TEAM name': { name: at('name', text) },
  }),
  observations('genomics', 'GENOMIC'),
  one('coverages', 'Coverage', start('period'), {
    COVERAGE: {
      status: at('status', coded),
      type: at('type', concept),
      subscriberId: at('subscriberId', leaf('identifier')),
      period: at('period', period),
      network: at('network', text),
      payor: namedOf(({ payor }) => payor, text, true),
    },
  }),
  one('claims', 'Claim', start('billablePeriod'), {
    'BILLING claim': {
      ...BILL,
      procedureCodes: from((owner, source) => lentCodings(owner, source, 'procedure'), each(coding)),
      total: at('total', money),
    },
  }),
  one('explanationsOfBenefit', 'ExplanationOfBenefit', start('billablePeriod'), {
    'BILLING benefit': {
      ...BILL,
      claim: reference('claim'),
      outcome: at('outcome', coded),
      paymentAmount: from(({ payment }) => objectOf(payment).amount, money),
    },
  }),
  one('consents', 'Consent', (row) => row.dateTime, {
    CONSENT: { status: at('status', coded), scope: at('scope', concept), dateTime: at('dateTime', date) },
    'CONSENT rest': {
      category: at('category', each(concept)),
      provision: at('provision', fields({ type: at('type', coded), period: at('period', period) })),
    },
  }),
  observations('others', 'OTHER'),
  notes('psychotherapy', 'PSYCHOTHERAPY_NOTE'),
];

/** Codings of the conditions or procedures a bill refers to: codes, never their text. */
function lentCodings(owner: Json, source: Source, kind: 'diagnosis' | 'procedure'): readonly Json[] {
  return objects(owner[kind]).flatMap((entry) =>
    codingsOf(source.find(source.resolve(entry[`${kind}Reference`]))?.code),
  );
}

function noteText({ content }: Json): string | null {
  const attachment = objects(content).map((part) => objectOf(part.attachment))[0];
  const { data } = attachment ?? {};
  return typeof data === 'string' ? Buffer.from(data, 'base64').toString('utf8') : null;
}
