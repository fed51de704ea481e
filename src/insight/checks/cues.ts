/**
 * Words that say of others that they are not so, not certain, not now or not of the patient (`none`: only look like it). `forward` cues reach
 * from themselves to the end of their clause, `around` cues over the whole clause. The kinds follow ConText
 * (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002); the words are ours, and err on the side of reaching too far.
 */
export type CueKind = 'none' | 'negated' | 'uncertain' | 'other person' | 'hypothetical' | 'past' | 'adverse';

export interface Cue {
  readonly kind: CueKind;
  readonly reach: 'forward' | 'around';
}

const PHRASES: readonly (readonly [CueKind, Cue['reach'], string])[] = [
  [
    'none',
    'forward',
    `history of present illness|history of the present illness|pain plan|care plan|plan of care`,
  ],
  [
    'negated',
    'forward',
    `no|without|w/o|neg for|never|denies|denied|deny|denying|negative for|absence of|free of|rules out|ruled out|rule out|
    ruling out|r/o|neither|nor|none|non|nil|exclude|excludes|excluding|excluded|lack|lacks|lacking|fails to|failed to|
    refuses|refused|declines|declined|no longer|instead of|rather than|except|avoid|avoids|avoiding|contraindicated|
    discontinue|discontinued|stop|stopped|hold|held|cannot|can't|won't|don't|doesn't|didn't|isn't|aren't|wasn't|
    weren't|hasn't|haven't|hadn't|shouldn't|wouldn't|couldn't|unable to|nothing|nobody`,
  ],
  [
    'negated',
    'around',
    `not|unlikely|absent|was negative|were negative|is negative|are negative|negative|was ruled out|is ruled out|
    were ruled out|been ruled out|been excluded|was excluded|is excluded|refuted|disproved|entered in error`,
  ],
  [
    'uncertain',
    'forward',
    `possible|possibly|probable|probably|suspected|suspect|suspects|suspicion|suspicious|likely|may|might|could|
    concern|concerns|concerned|concerning|presumed|presumptive|questionable|question of|differential diagnosis|differential includes|ddx|versus|vs|
    suggestive|suggests|suggesting|consistent with|compatible with|indicative of|working diagnosis|appears|seems|apparent|rule in|evaluate|evaluation|work up|workup|
    screen|screening|screened|test for|tested for|testing for|risk|worried|worry|fear|afraid|versus|unclear|uncertain|
    equivocal|indeterminate|borderline|believes|thinks|wonders`,
  ],
  [
    'uncertain',
    'around',
    `?|unconfirmed|unproven|doubtful|not certain|cannot be excluded|is possible|is suspected`,
  ],
  [
    'other person',
    'around',
    `family history|fh|fhx|family hx|mother|father|mom|dad|brother|sister|brothers|sisters|sibling|siblings|son|
    daughter|sons|daughters|parent|parents|grandmother|grandfather|grandparent|grandparents|aunt|uncle|cousin|cousins|
    niece|nephew|wife|husband|spouse|partner|friend|roommate|maternal|paternal|mother's|father's|relative|relatives|
    family|familial|donor`,
  ],
  [
    'hypothetical',
    'forward',
    `if|unless|should|would|in case|in the event|until|return for|call for|consider|considered|considering|
    recommend|recommends|recommended|planned|plan|plans|planning|scheduled|schedule|pending|awaiting|will|prevent|
    prevents|prevention|preventing|prophylaxis|prophylactic|to be|expected|anticipate|vaccine|vaccination|vaccinated`,
  ],
  [
    'past',
    'forward',
    `history of|h/o|hx of|hx|past|previous|previously|prior|former|formerly|status post|s/p|used to|childhood|remote|
    in remission`,
  ],
  ['past', 'around', `resolved|remission|inactive|years ago|months ago|ago`],
  [
    'adverse',
    'forward',
    `allergy|allergies|allergic|intolerance|intolerant|intolerances|adverse reaction|hypersensitivity|reaction to|
    side effect|side effects|toxicity`,
  ],
  ['adverse', 'around', `allergy to|allergic to|overdose`],
];

/** End a clause: what stands before does not reach what comes after, nor the other way. */
export const TURNS: ReadonlySet<string> = new Set([
  'but',
  'however',
  'although',
  'though',
  'nevertheless',
  'nonetheless',
  'yet',
]);

/** Cues by their first word, longest first; words as `readWords` gives them. */
export const CUES: ReadonlyMap<string, readonly (Cue & { readonly words: readonly string[] })[]> = compile();

function compile() {
  const byFirst = new Map<string, (Cue & { readonly words: readonly string[] })[]>();
  for (const [kind, reach, phrases] of PHRASES) {
    for (const phrase of phrases.split('|')) {
      const words = phrase.trim().split(/\s+|(?<=\/)|(?=\/)/);
      const [first = ''] = words;
      byFirst.set(first, [...(byFirst.get(first) ?? []), Object.freeze({ kind, reach, words })]);
    }
  }
  for (const cues of byFirst.values()) cues.sort((a, b) => b.words.length - a.words.length);
  return byFirst;
}
