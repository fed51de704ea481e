import { spelling } from './criterion-terms.ts';

/** What a question is after, read from its words alone. */
export interface QuestionTerms {
  /** Kinds of record its words name; empty: any. */
  readonly kinds: readonly string[];
  /** Words that single out records: for each, the words that mean the same. */
  readonly specific: readonly (readonly string[])[];
  /** Tokens in place of identifiers, as written. */
  readonly tokens: readonly string[];
  /** Only the newest of each name is asked for. */
  readonly newest: boolean;
  /** What is over is asked for, too. */
  readonly past: boolean;
}

/** Everyday words for kinds of record. */
const KINDS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  MedicationRequest: words(
    'med meds medicine medication drug pill tablet prescription prescribed rx taking take',
  ),
  AllergyIntolerance: words('allergy allergies allergic intolerance intolerant'),
  Immunization: words('vaccine vaccination vaccinated shot jab immunization immunisation immunized booster'),
  Condition: words('condition problem diagnosis diagnoses diagnosed disease illness sick'),
  Observation: words('result lab labs test tested value level reading measurement bloodwork vitals'),
  DiagnosticReport: words('result report lab labs test'),
  Procedure: words('procedure surgery surgeries operation operated surgical'),
  Encounter: words('visit visited appointment encounter hospital admitted admission'),
  Appointment: words('appointment visit'),
  Coverage: words('insurance insured coverage plan payer covered'),
});

/** Everyday words for what records call otherwise. Each line: what may be asked, then what records say. */
const MEANS: readonly (readonly string[])[] = Object.freeze([
  words('sugar glucose a1c'),
  words('a1c hba1c hemoglobin'),
  words('bp pressure'),
  words('cholesterol lipid'),
  words('flu influenza'),
  words('tetanus td tdap'),
  words('pneumonia pneumococcal'),
  words('covid sars cov'),
  words('kidney renal creatinine glomerular'),
  words('liver hepatic aminotransferase'),
  words('heart cardiac coronary myocardial'),
  words('hypertension hypertensive'),
  words('bmi mass'),
  words('weigh weight'),
  words('tall height'),
  words('smoke smoking smoker tobacco'),
  words('fever temperature'),
  words('pulse rate'),
  words('platelet thrombocyte'),
]);

/** Words of a question that single out nothing. */
const EMPTY: ReadonlySet<string> = new Set(
  words(
    'a about active all am an and any anybody anything are as at be been been being by can could current currently date dates did do does doctor ever every everything find first for from gave get give given got had has have hers his how i in is it know last latest list look many me mean most much my name new newest now of old on or our own past please previous previously recent recently record recorded say says see show since so some something tell than that the their them then there these this those time to told up use used using was we were what when where which who whose why with you your yes blood patient currently right high low number on',
  ).map(spelling),
);
const NEWEST = /\b(?:last|latest|newest|most recent(?:ly)?|recent|when|current(?:ly)?|now)\b/;
const PAST = /\b(?:past|previous(?:ly)?|ever|stopped|old|history|used to|former(?:ly)?|all)\b/;
const TOKEN = /\[[A-Z]{2,12}_\d{1,6}\]/g;
const WORD = /[\p{L}\p{N}]+/gu;

export function questionTerms(question: string): QuestionTerms {
  const tokens = question.match(TOKEN) ?? [];
  const lower = question
    .replace(TOKEN, ' ')
    .toLowerCase()
    .replaceAll(/['’]s\b/g, '');
  const asked = [...new Set((lower.match(WORD) ?? []).map(spelling))];
  const kinds = Object.keys(KINDS).filter((kind) => asked.some((word) => isKind(kind, word)));
  const specific = asked
    .filter((word) => !EMPTY.has(word) && !Object.keys(KINDS).some((kind) => isKind(kind, word)))
    .map(meaning);
  return { kinds, specific, tokens, newest: NEWEST.test(lower), past: PAST.test(lower) };
}

function isKind(kind: string, word: string): boolean {
  return KINDS[kind]?.some((each) => spelling(each) === word) === true;
}

function meaning(word: string): readonly string[] {
  return [...new Set([word, ...MEANS.filter((line) => line.includes(word)).flat()])];
}

function words(text: string): readonly string[] {
  return Object.freeze(text.split(' '));
}
