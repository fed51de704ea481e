/** What a criterion asks for, as far as words and one number can say it. */
export interface CriterionTerms {
  /** Any of these sets of words, singular, lower case, is enough. */
  readonly anyOf: readonly (readonly string[])[];
  /** A bound on a measured value; `null`: none. */
  readonly bound: Bound | null;
}

export interface Bound {
  readonly least: boolean;
  /** Whether the bound itself satisfies. */
  readonly inclusive: boolean;
  readonly value: number;
  /** As written, lower case; empty: none. */
  readonly unit: string;
}

/** Without a clock and a history of every day nobody can say these from records alone. */
const TIME =
  /\b(?:days?|weeks?|months?|years?|hours?|annual\w*|current(?:ly)?|recent(?:ly)?|prior|previous\w*|last|since|within|before|after|until|continu\w+|ongoing|long[- ]term|age[ds]?)\b/;
/** What is asked not to be: silence does not show it, and words that deny are for a person to weigh. */
const NEGATIVE =
  /\b(?:no|not|none|never|without|neither|absence|absent|free of|unable|cannot|contraindicat\w*|exclud\w+)\b/;
/** A course of events, a judgement or a plan, which no single record states. */
const JUDGEMENT =
  /\b(?:fail\w*|inadequate|insufficient|respon\w+|trial|tried|toler\w+|intoler\w+|medically necessary|appropriate|despite|refractory|severe\w*|moderate\w*|significant\w*|will|plan\w*|agree\w*|able to|willing|compl\w+|adher\w+|another|other|such as|like|conservative)\b/;
/** Says how a fact is known, not what it is. */
const BOILERPLATE: ReadonlySet<string> = new Set(
  'a an the of in on for to by with and is are was were be been has have had patient member must documented documentation record recorded medical chart diagnosis diagnosed diagnose confirmed evidence presence history active been being prescribed prescription ordered performed done completed received receiving taking measured level value result test at least most than more less greater above below over under or equal exceed exceeding this that it encounter took place'.split(
    ' ',
  ),
);
const BOUND =
  /(at least|no less than|greater than or equal to|≥|>=|at most|no more than|less than or equal to|≤|<=|greater than|more than|above|over|exceed\w*|>|less than|below|under|<)\s*(\d+(?:\.\d+)?)\s*(%|[a-zµ]+(?:\/[a-z0-9.[\]{}_]+)?|mm\[hg\])?/;
const LEAST = /^(?:at least|no less than|greater|≥|>=|more than|above|over|exceed|>)/;
const INCLUSIVE = /^(?:at least|no less|greater than or equal|≥|>=|at most|no more|less than or equal|≤|<=)/;
const WORD = /[\p{L}\p{N}]+/gu;

/** @returns `null` where words alone cannot decide. Errs on that side. */
export function criterionTerms(text: string): CriterionTerms | null {
  const lower = text.toLowerCase().replaceAll('’', "'");
  const bounded = BOUND.exec(lower);
  const rest = bounded === null ? lower : lower.replace(bounded[0], ' ');
  if ([TIME, NEGATIVE, JUDGEMENT].some((pattern) => pattern.test(rest))) return null;
  const alternatives = rest.split(/\bor\b/).map(tellingWords);
  const whole = tellingWords(rest);
  const anyOf =
    alternatives.length > 1 && alternatives.every((words) => words.length >= 2) ? alternatives : [whole];
  if (anyOf.some((words) => words.length === 0)) return null;
  return { anyOf, bound: bounded === null ? null : boundOf(bounded) };
}

/** Words that say something, each once, singular. */
export function tellingWords(text: string): readonly string[] {
  const words = (text.toLowerCase().match(WORD) ?? []).filter((word) => !BOILERPLATE.has(word)).map(spelling);
  return [...new Set(words)];
}

/** One spelling for what is spelt in two ways, and one number. */
export function spelling(word: string): string {
  const american = word
    .replace(/haem/, 'hem')
    .replace(/oedema/, 'edema')
    .replace(/anaem/, 'anem')
    .replace(/tumour/, 'tumor');
  const isPlural = american.length > 3 && american.endsWith('s') && !/(?:ss|is|us)$/.test(american);
  return isPlural ? american.slice(0, -1) : american;
}

function boundOf([, words = '', value = '', unit = '']: RegExpExecArray): Bound {
  return {
    least: LEAST.test(words),
    inclusive: INCLUSIVE.test(words),
    value: Number(value),
    unit: unit.replace(/\.$/, ''),
  };
}
