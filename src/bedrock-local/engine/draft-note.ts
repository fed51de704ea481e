import type { EngineEvidence, EngineInput } from '../engine-input.ts';
import { BETWEEN, type Quoted, quoted, type Sentence, say } from './answer.ts';
import { looksLikeInstruction } from './looks-like-instruction.ts';
import { sentencesOf } from './passages.ts';

const SECTIONS = Object.freeze(['Subjective', 'Objective', 'Assessment', 'Plan'] as const);
type Section = (typeof SECTIONS)[number];

/** What a clinician's sentence is about, the first that fits. */
const CUES: readonly { readonly section: Section; readonly cue: RegExp }[] = Object.freeze([
  {
    section: 'Plan',
    cue: /\b(?:i(?:'m| am) (?:going to|gonna)|we(?:'re| are) (?:going to|gonna)|i(?:'ll| will)|we(?:'ll| will)|i(?:'d| would) like (?:you )?to|i want (?:you )?to|i would recommend|i recommend|let's (?:start|get|order|continue|go ahead|schedule|plan|increase|decrease|stop|refer|try|keep)|go ahead and|prescri\w+|referr?\w*|follow(?:ing)?[ -]?up|come back|return in|schedule|continue (?:on |with |taking |the |your )|order(?:ing)? (?:a|an|some|the|you)|start you on|increase your|decrease your)\b/i,
  },
  {
    section: 'Assessment',
    cue: /\b(?:i think|i believe|i suspect|looks like|sounds like|seems (?:like|to be)|consistent with|diagnos\w+|impression|assessment|most likely|under control|well controlled|poorly controlled|stable|worsening|improving|you have (?:a |an )?\w+|evidence of|for your (?:first|second|third|fourth|next|last) (?:problem|issue|concern|diagnosis))\b/i,
  },
  {
    section: 'Objective',
    cue: /\b(?:on (?:your )?(?:physical )?exam\w*|i (?:can |do |don't |do not )?(?:hear|see|feel|note|notice|appreciate|find)|blood pressure (?:is|of|was|today)|heart rate|pulse (?:is|ox)|oxygen|temperature (?:is|was)|vital signs?|vitals|weight (?:is|was)|lungs? (?:are|is|sound\w*)|heart (?:sounds?|is|exam)|murmur|edema|swelling (?:in|of)|tender\w*|range of motion|reflex\w*|x-?ray|mri|ct scan|ultrasound|ekg|ecg|echo\w*|labs?|lab results?|results? (?:of|show\w*|are|were|is|came)|hemoglobin|a1c|glucose (?:is|was)|\d+ ?(?:\/|over) ?\d+)\b/i,
  },
  {
    section: 'Subjective',
    cue: /\b(?:year[ -]old|history of|presents?|here (?:today )?(?:for|with)|comes in|complain\w*)\b/i,
  },
]);

/** Says nothing about health. */
const SMALL_TALK =
  /^(?:(?:hi|hey|hello|good (?:morning|afternoon|evening)|thanks?(?: you)?|okay|ok|all right|alright|great|sure|yes|yeah|no|right|perfect|sounds good|you're welcome|bye\w*|see you|nice to (?:see|meet) you|how are you(?: doing| today)*|well|um|uh|so|and|very|much|good|i'm doing (?:okay|well|good|fine|all right|alright)|it's good to see you|take care|got it|i see|mm-hmm|of course|absolutely|doctor|there)\b[\s,.!?-]*)+$/i;
const QUESTION = /\?\s*$/;
const AGREE = /\b(?:okay|ok|all right|alright|right|sound good|sounds good|make sense) ?\?\s*$/i;
/** Words below which a patient's answer means nothing without the question. */
const SHORT_ANSWER = 7;
const LONGEST = 500;
/** Of each section at most. */
const AT_MOST = 25;

interface Turn {
  readonly item: EngineEvidence;
  readonly speaker: string;
  readonly sentences: readonly Said[];
}

/** One sentence of a turn. The first is quoted with its speaker, since it begins behind the name. */
interface Said {
  readonly words: string;
  readonly quote: Quoted;
}

/** What was said, sorted under the four headings of a visit note; every sentence is a sentence of a turn. */
export function draftNote({ evidence }: EngineInput): readonly Sentence[] {
  const turns = evidence.filter(({ resourceType }) => resourceType === 'Transcript').map(readTurn);
  const said = turns.flatMap((turn, at) => sortTurn(turn, turns[at - 1]));
  return SECTIONS.flatMap((section) => said.filter((one) => one.section === section).slice(0, AT_MOST));
}

function readTurn(item: EngineEvidence): Turn {
  const [, speaker = '', text = ''] = /^([A-Z]+): ([\s\S]*)$/.exec(item.text) ?? ['', '', item.text];
  const sentences = sentencesOf(text).map((words) => {
    const named = `${speaker}: ${words}`;
    return { words, quote: quoted(item, item.text.startsWith(named) ? named : words) };
  });
  return { item, speaker, sentences: sentences.filter(({ words }) => isQuotable(words)) };
}

function sortTurn(turn: Turn, before: Turn | undefined): readonly Sentence[] {
  if (turn.speaker !== 'CLINICIAN') return reported(turn, before);
  return turn.sentences.flatMap(({ words, quote }) => {
    if (QUESTION.test(words) || SMALL_TALK.test(words)) return [];
    const found = CUES.find(({ cue }) => cue.test(words));
    return found === undefined ? [] : [say([quote], { section: found.section })];
  });
}

/** What somebody reports; an answer that is short stands beside the question it answers. */
function reported({ sentences }: Turn, before: Turn | undefined): readonly Sentence[] {
  const asked = before?.speaker === 'CLINICIAN' ? before.sentences.at(-1) : undefined;
  const question = asked !== undefined && isMedicalQuestion(asked.words) ? asked.quote : null;
  return sentences.flatMap(({ words, quote }, at) => {
    const isShort = at === 0 && wordCount(words) < SHORT_ANSWER;
    if (isShort && question !== null)
      return [say([question, BETWEEN.next, quote], { section: 'Subjective' })];
    if (isShort || wordCount(words) < 3 || SMALL_TALK.test(words) || QUESTION.test(words)) return [];
    return [say([quote], { section: 'Subjective' })];
  });
}

/** A question, and not one that asks for agreement or how somebody is. */
function isMedicalQuestion(words: string): boolean {
  return QUESTION.test(words) && !SMALL_TALK.test(words) && !AGREE.test(words);
}

function isQuotable(words: string): boolean {
  return words.length <= LONGEST && !looksLikeInstruction(words);
}

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
