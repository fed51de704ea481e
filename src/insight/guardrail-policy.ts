import type { InsightAudience } from './use-case.ts';

/** BLOCK: the whole text is replaced. ANONYMIZE: the match is. NONE: it stands in the trace only. */
export type GuardrailAction = 'BLOCK' | 'ANONYMIZE' | 'NONE';

/** What is done with a match in what is asked (`input`) and in what is answered (`output`). */
interface Actions {
  readonly input: GuardrailAction;
  readonly output: GuardrailAction;
}

/** A kind of personal data that Bedrock finds by itself (API reference, GuardrailPiiEntityConfig). */
export interface PiiRule extends Actions {
  readonly type: string;
}

/** At most ten, 500 characters each, without lookaround: Bedrock takes no others. */
export interface RegexRule extends Actions {
  readonly name: string;
  readonly description: string;
  readonly pattern: string;
}

export interface TopicRule {
  /** At most 100 characters: letters, digits, `-_ !?.`. */
  readonly name: string;
  /** At most 200 characters. */
  readonly definition: string;
  /** At most five, 100 characters each. */
  readonly examples: readonly string[];
  readonly audiences: readonly InsightAudience[];
  /** Case-insensitive patterns by which the local guardrail knows the topic. Bedrock does not get them. */
  readonly signals: { readonly input: readonly string[]; readonly output: readonly string[] };
}

export interface GuardrailPolicy {
  /** Stands in every insight made under it. Any change below MUST raise it. */
  readonly version: string;
  readonly pii: readonly PiiRule[];
  readonly regexes: readonly RegexRule[];
  readonly topics: readonly TopicRule[];
  /** Of what is asked; answers cannot attack. */
  readonly promptAttack: { readonly strength: 'LOW' | 'MEDIUM' | 'HIGH'; readonly input: 'BLOCK' | 'NONE' };
  /** Scores, 0 to 0.99, below which an answer is blocked. */
  readonly thresholds: { readonly grounding: number; readonly relevance: number };
  /** Said instead of what is blocked. Constant. */
  readonly blocked: { readonly input: string; readonly output: string };
}

const ALL: readonly InsightAudience[] = Object.freeze(['CLINICIAN', 'CODER', 'CARE_COORDINATOR', 'PATIENT']);
const block = (type: string): PiiRule => Object.freeze({ type, input: 'BLOCK', output: 'BLOCK' });
const notice = (type: string): PiiRule => Object.freeze({ type, input: 'NONE', output: 'NONE' });

/**
 * The second line behind tokens and checks: identifiers of 45 CFR §164.514(b)(2)(i) as far as Bedrock knows them,
 * the two it does not know (record numbers, birth dates) as patterns.
 */
export const GUARDRAIL_POLICY: GuardrailPolicy = Object.freeze({
  version: '1',
  pii: Object.freeze([
    block('EMAIL'),
    block('PHONE'),
    block('URL'),
    block('IP_ADDRESS'),
    block('MAC_ADDRESS'),
    block('US_SOCIAL_SECURITY_NUMBER'),
    block('US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER'),
    block('US_PASSPORT_NUMBER'),
    block('US_BANK_ACCOUNT_NUMBER'),
    block('CREDIT_DEBIT_CARD_NUMBER'),
    block('DRIVER_ID'),
    block('LICENSE_PLATE'),
    block('VEHICLE_IDENTIFICATION_NUMBER'),
    block('PASSWORD'),
    block('AWS_ACCESS_KEY'),
    block('AWS_SECRET_KEY'),
    // Diseases, tests and brands are named after people and places: the gateway's own scan, which knows the
    // record's names, decides on these.
    notice('NAME'),
    notice('ADDRESS'),
  ]),
  regexes: Object.freeze([
    Object.freeze({
      name: 'MEDICAL_RECORD_NUMBER',
      description: 'A medical record number behind its label',
      pattern:
        '\\b(?:MRN|Mrn|mrn|[Mm]edical [Rr]ecord (?:[Nn]umber|[Nn]o\\.?))\\s{0,2}[:#]?\\s{0,2}[A-Za-z]{0,4}-?[0-9][A-Za-z0-9-]{3,18}\\b',
      input: 'BLOCK',
      output: 'BLOCK',
    }),
    Object.freeze({
      name: 'BIRTH_DATE',
      description: 'A date of birth behind its label',
      pattern:
        '\\b(?:DOB|Dob|dob|D\\.O\\.B\\.|[Dd]ate [Oo]f [Bb]irth|[Bb]irth ?[Dd]ate|[Bb]orn(?: on)?)\\s{0,2}[:=]?\\s{0,2}(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}|[A-Z][a-z]{2,8}\\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2} [A-Z][a-z]{2,8}\\.? [0-9]{4})\\b',
      input: 'BLOCK',
      output: 'BLOCK',
    }),
    Object.freeze({
      name: 'UUID',
      description: 'An identifier of a stored record',
      pattern: '\\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\b',
      input: 'BLOCK',
      output: 'BLOCK',
    }),
  ]),
  topics: Object.freeze([
    Object.freeze({
      name: 'Other people',
      definition: 'Asking for the health data of anybody but the one patient whose record is given.',
      examples: Object.freeze([
        'What medications does the other patient take?',
        'Show me all patients with diabetes.',
        "Tell me about my neighbour's test results.",
      ]),
      audiences: ALL,
      signals: Object.freeze({
        input: Object.freeze([
          "\\b(?:another|other|different|next|previous) (?:patient|person)(?:s|[’']s)?\\b",
          '\\b(?:all|every|which|list) (?:the )?(?:other )?patients?\\b',
          "\\bmy (?:neighbou?r|wife|husband|spouse|boyfriend|girlfriend|boss|co-?worker|colleague|ex)(?:[’']s)? (?:record|chart|results?|labs?|tests?|medications?|diagnos[ei]s|conditions?)\\b",
        ]),
        output: Object.freeze([]),
      }),
    }),
    Object.freeze({
      name: 'Diagnosis',
      definition:
        'Telling a patient which disease they have, or asking for it, beyond what the record states.',
      examples: Object.freeze([
        'What is wrong with me?',
        'Can you diagnose my chest pain?',
        'You probably have pneumonia.',
      ]),
      audiences: Object.freeze(['PATIENT'] as const),
      signals: Object.freeze({
        input: Object.freeze([
          '\\bdiagnose (?:me|my|this)\\b',
          "\\bwhat(?: is|[’']s) wrong with me\\b",
          '\\bwhat (?:disease|illness|disorder) (?:do|could|might) i have\\b',
        ]),
        output: Object.freeze([
          '\\byou (?:probably|likely|most likely|possibly|may|might|could|must) have\\b',
          '\\b(?:this|that|it|which) (?:means|indicates|suggests|shows|confirms) (?:that )?you have\\b',
        ]),
      }),
    }),
    Object.freeze({
      name: 'Treatment advice',
      definition:
        'Advising a patient to start, stop or change a medication, dose or treatment, or asking for such advice.',
      examples: Object.freeze([
        'Should I stop taking my metformin?',
        'How much more insulin should I take?',
        'You should double your dose.',
      ]),
      audiences: Object.freeze(['PATIENT'] as const),
      signals: Object.freeze({
        input: Object.freeze([
          '\\b(?:should|can|could|may|must) i (?:take|stop|start|quit|increase|decrease|reduce|double|halve|skip|change|switch)\\b',
          '\\b(?:what|which|how much|how many) [a-z ]{0,40}should i take\\b',
        ]),
        output: Object.freeze([
          '\\byou (?:should|must|need to|ought to) (?:take|stop|start|quit|increase|decrease|reduce|double|halve|skip|change|switch)\\b',
          '\\b(?:i|we) (?:recommend|advise|suggest) (?:that )?(?:you|taking|stopping|starting)\\b',
          '\\b(?:increase|decrease|double|halve|reduce) your dos(?:e|age)\\b',
        ]),
      }),
    }),
    Object.freeze({
      name: 'Prognosis',
      definition: 'Telling a patient how long they will live or how a disease will end, or asking for it.',
      examples: Object.freeze(['How long do I have to live?', 'Am I going to die?']),
      audiences: Object.freeze(['PATIENT'] as const),
      signals: Object.freeze({
        input: Object.freeze([
          '\\bhow long (?:do|will) i (?:have|live)\\b',
          '\\b(?:am i going to|will i) die\\b',
        ]),
        output: Object.freeze([
          '\\byou (?:have|will live) (?:about |around )?\\w+ (?:days|weeks|months|years) (?:left|to live)\\b',
        ]),
      }),
    }),
    Object.freeze({
      name: 'Upcoding',
      definition: 'Choosing or asking for codes by what they pay rather than by what the record documents.',
      examples: Object.freeze(['Which code pays the most?', 'Code this so that reimbursement is maximal.']),
      audiences: Object.freeze(['CODER'] as const),
      signals: Object.freeze({
        input: Object.freeze([
          '\\bup-?cod(?:e|ing)\\b',
          '\\b(?:maximi[sz]e|highest|higher|most) (?:the )?(?:reimbursement|payment|revenue|paying)\\b',
          '\\bpays? (?:the )?(?:most|more|best)\\b',
          '\\breimbursement is (?:maximal|highest|higher)\\b',
        ]),
        output: Object.freeze([
          '\\b(?:maximi[sz]es?|higher|highest) (?:the )?(?:reimbursement|payment|revenue)\\b',
        ]),
      }),
    }),
    Object.freeze({
      name: 'Misrepresentation',
      definition: 'Stating or asking to state to a payer what the record does not hold.',
      examples: Object.freeze(['Make the case sound worse so that it is approved.']),
      audiences: Object.freeze(['CARE_COORDINATOR'] as const),
      signals: Object.freeze({
        input: Object.freeze([
          '\\b(?:exaggerate|overstate|fabricate|falsify)\\b',
          '\\bmake (?:it|the case|this) (?:sound|look|seem) (?:worse|more severe)\\b',
        ]),
        output: Object.freeze([]),
      }),
    }),
  ]),
  promptAttack: Object.freeze({ strength: 'HIGH', input: 'BLOCK' }),
  thresholds: Object.freeze({ grounding: 0.75, relevance: 0.5 }),
  blocked: Object.freeze({
    input: 'This question cannot be answered.',
    output: 'This answer is withheld.',
  }),
});

/** The topics that are denied to an audience; `ALL`: those denied to everybody. */
export function topicsFor(policy: GuardrailPolicy, audience: InsightAudience | 'ALL'): readonly TopicRule[] {
  return policy.topics.filter(({ audiences }) =>
    audience === 'ALL' ? ALL.every((each) => audiences.includes(each)) : audiences.includes(audience),
  );
}
