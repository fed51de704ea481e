import type { Collected } from '../src/insight/collected.ts';
import type { UseCaseName } from '../src/insight/use-case.ts';
import { isJson } from '../src/is-json.ts';
import type { SamplePatient } from './sample-patients.ts';

/** One insight to be written. */
export interface InsightCase {
  readonly useCase: UseCaseName;
  readonly corpus: string;
  readonly question: string;
  readonly records: readonly Collected[];
}

/** How many records of each kind the schema's sources ask for. */
const FIRST: Readonly<Record<string, number>> = Object.freeze({
  Condition: 60,
  MedicationRequest: 60,
  AllergyIntolerance: 40,
  Observation: 120,
  Immunization: 30,
  Procedure: 30,
  Encounter: 10,
  DocumentReference: 5,
});

/** Made up. */
const CRITERIA = Object.freeze([
  'A diagnosis of diabetes mellitus is recorded.',
  'Hypertension is documented.',
  'Insulin is prescribed.',
  'A hemoglobin A1c of at least 7.0 % is documented.',
  'A body mass index of at least 30 kg/m2.',
  'Conservative treatment has been tried for six weeks.',
  'No imaging was done in the last twelve months.',
]);

const QUESTIONS = Object.freeze([
  'What are my active conditions?',
  'Which medicines do I take?',
  'What am I allergic to?',
  'What was my last blood pressure?',
  'What are my glucose results?',
  'When was my last flu shot?',
  'Which vaccines have I had?',
  'What was my last cholesterol test?',
  'Which procedures have I had?',
  'When was my last visit?',
]);
const LABORATORY_RESULTS = 10;
const ENCOUNTERS = 40;

export function patientCases({ corpus, records }: SamplePatient): readonly InsightCase[] {
  const sources = Object.entries(FIRST).flatMap(([kind, first]) =>
    records.filter(({ resourceType }) => resourceType === kind).slice(0, first),
  );
  const criteria = CRITERIA.map((text, at) => given('Policy', at, text));
  return [
    { useCase: 'PRE_VISIT_SUMMARY', corpus, question: '', records: sources },
    ...resultsOf(records).map((found) => ({
      useCase: 'LAB_EXPLANATION' as const,
      corpus,
      question: '',
      records: found,
    })),
    ...encountersOf(records).map((found) => ({
      useCase: 'CODING_SUGGESTIONS' as const,
      corpus,
      question: '',
      records: found,
    })),
    { useCase: 'PRIOR_AUTH_DRAFT', corpus, question: '', records: [...criteria, ...sources] },
    ...QUESTIONS.map((question) => ({ useCase: 'ASK' as const, corpus, question, records: sources })),
  ];
}

/** A visit's dialogue, one turn a line: `[doctor] …`, `Doctor: …`. */
export function visitCase(corpus: string, line: unknown): readonly InsightCase[] {
  const dialogue = isJson(line) ? line.dialogue : null;
  if (typeof dialogue !== 'string') return [];
  const turns = dialogue.split(/\r?\n/).flatMap((turn) => {
    const [, who = '', text = ''] = /^\[?(\w[\w ]*?)(?:\]|:)\s*(.+)$/.exec(turn.trim()) ?? [];
    return text.trim() === '' ? [] : [`${speakerOf(who)}: ${text.trim()}`];
  });
  const records = turns.map((text, at) => given('Transcript', at, text));
  return records.length === 0 ? [] : [{ useCase: 'DRAFT_NOTE', corpus, question: '', records }];
}

function speakerOf(who: string): string {
  if (/doctor|clinician|nurse/i.test(who)) return 'CLINICIAN';
  return /patient/i.test(who) ? 'PATIENT' : 'OTHER';
}

/** The newest results of different tests, each with earlier ones of the same. */
function resultsOf(records: readonly Collected[]): readonly (readonly Collected[])[] {
  const results = records.filter(
    ({ resourceType, categories }) => resourceType === 'Observation' && categories.includes('LAB'),
  );
  const byName = Map.groupBy(results, ({ parts }) => parts[0]?.text ?? '');
  return [...byName.values()].slice(0, LABORATORY_RESULTS);
}

/** The newest encounters that have a note, each with what belongs to it. */
function encountersOf(records: readonly Collected[]): readonly (readonly Collected[])[] {
  const kinds = ['Condition', 'Procedure', 'DocumentReference'];
  return records
    .filter(({ resourceType }) => resourceType === 'Encounter')
    .map((encounter) => [
      encounter,
      ...records.filter(
        ({ resourceType, encounters }) =>
          kinds.includes(resourceType) && encounters.includes(`Encounter/${encounter.resourceId}`),
      ),
    ])
    .filter((found) => found.some(({ resourceType }) => resourceType === 'DocumentReference'))
    .slice(0, ENCOUNTERS);
}

function given(resourceType: string, at: number, text: string): Collected {
  const parts = [{ coordinate: resourceType, text }];
  return {
    resourceType,
    resourceId: String(at + 1),
    date: null,
    parts,
    encounters: [],
    categories: [],
    labels: [],
  };
}
