/** One word of a text, in the form that texts and descriptions share. */
export interface Term {
  readonly term: string;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** Words that say nothing about which condition is meant. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the of in on at to for from by with and or as is are was were be been has have had his her their this that ' +
    'patient pt presents present presenting diagnosed diagnosis ' +
    'due nos nec initial encounter unspecified specified other'
  ).split(' '),
);

/** What two wordings of one thing become. Spelling first, then what clinicians say for what the code set says. */
const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    renal: 'kidney',
    nephric: 'kidney',
    cardiac: 'heart',
    hepatic: 'liver',
    pulmonary: 'lung',
    tumor: 'neoplasm',
    tumour: 'neoplasm',
    hypertensive: 'hypertension',
    diabetic: 'diabete',
    asthmatic: 'asthma',
    anxious: 'anxiety',
    depressed: 'depressive',
    depression: 'depressive',
    obese: 'obesity',
    allergy: 'allergic',
    arthritic: 'arthritis',
    broken: 'fracture',
    fractured: 'fracture',
    ii: '2',
    iii: '3',
  }),
);

/** Tags of SNOMED CT's names, as long as what they take the place of, so that places stay. */
export function withoutTags(text: string): string {
  return text.replace(
    /\((?:disorder|finding|situation|procedure|morphologic abnormality|observable entity)\)/gi,
    (tag) => ' '.repeat(tag.length),
  );
}

/** The words of a text that may speak for a code, in order. */
export function termsOf(text: string): readonly Term[] {
  const terms: Term[] = [];
  for (const found of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const term = termOf(found[0]);
    if (term !== null) terms.push({ term, start: found.index, end: found.index + found[0].length });
  }
  return terms;
}

/** `null`: it says nothing. */
export function termOf(word: string): string | null {
  const folded = fold(word);
  if (STOP_WORDS.has(folded)) return null;
  const single = singular(folded);
  return SAME.get(single) ?? single;
}

/** Case, accents and British spellings (haemorrhage, oedema) make no difference. */
function fold(word: string): string {
  const lower = word.toLowerCase();
  const plain = /^[a-z0-9]*$/.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.replace(/[ao]e/g, 'e');
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}
