/** Why a question is not for this service, whatever the record holds. */
export type OutOfScope = 'ANOTHER_PERSON' | 'ADVICE' | 'INSTRUCTION';

const KIN =
  '(?:husband|wife|partner|spouse|boyfriend|girlfriend|mother|mom|mum|father|dad|parents?|son|daughter|child|children|kids?|baby|brother|sister|siblings?|grand\\w+|aunt|uncle|cousin|niece|nephew|friend|neighbou?r|roommate|boss|colleague|coworker|ex)(?! (?:aspirin|tooth|teeth))';

const REFUSED: readonly { readonly because: OutOfScope; readonly pattern: RegExp }[] = Object.freeze([
  { because: 'ANOTHER_PERSON', pattern: new RegExp(`\\bmy ${KIN}(?:'s|s')(?:\\W|$)`) },
  {
    because: 'ANOTHER_PERSON',
    pattern: new RegExp(
      `\\b(?:about|of|for|on|does|did|do|is|are|was|were|has|have|had|can|will) (?:my|his|her|their) ${KIN}\\b`,
    ),
  },
  {
    because: 'ANOTHER_PERSON',
    pattern:
      /\b(?:other|another|all|every|any other|next|previous|different|which|how many|list(?: of)?(?: the)?) (?:patients?|people|persons?|members?)\b/,
  },
  {
    because: 'ANOTHER_PERSON',
    pattern:
      /\b(?:someone|somebody|anyone|anybody|everyone|everybody)(?: else)?(?:'s)\b|\b(?:someone|somebody|anyone|anybody) else\b/,
  },
  {
    because: 'ANOTHER_PERSON',
    pattern: /\bpatients? (?:named|called|with (?:the )?(?:name|id|mrn|number)|id|number|mrn|#|\d)/,
  },
  { because: 'ANOTHER_PERSON', pattern: /\bpatient\/[\w.-]+/ },
  {
    because: 'ADVICE',
    pattern:
      /\b(?:should|shall|can|could|may|must|ought) (?:i|we)\b(?: \w+){0,2} (?:take|taking|start|starting|stop|stopping|skip|double|increase|decrease|reduce|change|switch|avoid|eat|drink|use|mix|try|get|worry|be worried|be concerned|go to|see|call|do|need to|have to|treat|safely)\b/,
  },
  {
    because: 'ADVICE',
    pattern:
      /\bshould (?:i|we)\b|\bdo (?:i|we) (?:need|have) to\b|\bis it (?:safe|ok|okay|dangerous|serious|normal|bad)\b/,
  },
  {
    because: 'ADVICE',
    pattern:
      /\b(?:what|which) (?:dose|dosage|medicine|medication|drug|treatment|diet) (?:should|would|is best|do you)\b/,
  },
  {
    because: 'ADVICE',
    pattern:
      /\bhow (?:do|can|should) i (?:treat|cure|lower|reduce|raise|fix|improve|manage|get rid)\b|\b(?:best|right) (?:treatment|medicine|medication|dose)\b|\b(?:advise|advice|recommend\w*)\b/,
  },
  {
    because: 'ADVICE',
    pattern:
      /\bwhat(?:'s| is) wrong with me\b|\bwhy (?:do|am) i (?:feel|have|get|so|always)\b|\b(?:will|am) i (?:going to )?(?:die|live|survive|recover|get better|get worse|be ok\w*)\b|\bhow long (?:do i have|will i live|have i got)\b|\bwhat (?:could|might|may|would) (?:be )?caus|\blife expectancy\b|\bprognosis\b|\bdiagnose me\b/,
  },
  {
    because: 'INSTRUCTION',
    pattern:
      /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instruction|rule|prompt|previous|above|polic)|\b(?:system|initial|hidden) prompt\b|\byour (?:instructions|rules|prompt)\b|\b(?:do not|don't|without) cit(?:e|ing)\b|\bpretend (?:to be|you)\b|\byou are now\b|\bact as\b/,
  },
]);

/**
 * Whether a question is certainly out of scope: about another person, for advice, a diagnosis or an outlook, or an
 * instruction instead of a question. Asked before any model is; `null` leaves it to the evidence.
 * @param question as normalised for a model, with or without tokens
 */
export function outOfScope(question: string): OutOfScope | null {
  const plain = question.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim();
  return REFUSED.find(({ pattern }) => pattern.test(plain))?.because ?? null;
}
