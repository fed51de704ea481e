import { findCues } from '../checks/find-cues.ts';
import { readWords } from '../checks/read-words.ts';

const SENTENCE = /(?<=[.!?])\s+|\n+/;

/** What follows is said not to be, to be uncertain, or to be over. */
const BEFORE =
  /\b(?:no|not|n't|denies|denied|deny|denying|without|never|negative for|free of|absence of|absent|rule out|ruled out|r\/o|unlikely|possible|possibly|probable|probably|suspect\w*|suspicio\w+|question of|concern for|questionable|likely|risk (?:of|for|factors?)|screen\w* for|prevent\w*|prophyla\w+|history of|hx of|h\/o|status post|s\/p|if|versus|vs|awaiting|evaluate for|resolved)\b/;

/** What stands anywhere beside it is said not to be, is of somebody else, or is what a test looks for or a vaccine is against. */
const AROUND =
  /\b(?:ruled out|not present|absent|unlikely|negative|resolved|denied|(?:was|is|been) excluded|vaccin\w+|immuni[sz]\w+|screen\w*|tests?|testing|titers?|assays?|antigens?|antibod(?:y|ies)|typing|measurement|procedure|family|mother|father|brothers?|sisters?|sons?|daughters?|parents?|grand(?:m|f|p)\w+|aunt|uncle|cousin|wife|husband)\b/;

/**
 * What nobody is sure of, wherever the doubt stands (`pneumonia, likely`). Of outpatients it is not coded: ICD-10-CM IV.H
 * names probable, suspected, questionable, rule out, compatible with, consistent with, working diagnosis and the like.
 */
const DOUBTED =
  /\b(?:probabl[ey]|possibl[ey]|suspected|likely|questionable|presum(?:ed|ptive)|provisional|differential|unconfirmed|equivocal|doubtful|concern(?:s|ing)? for|concerning|suspicious|suggestive|suggests?|could be|may be|might be|cannot (?:be )?exclude[d]?|compatible with|consistent with|indicative of|comparable with|working (?:diagnosis|dx|impression)|rul(?:e|es|ed|ing)[- ]out|r\/o)\b|\?/;
const ELSE_SO: ReadonlySet<string> = new Set(['negated', 'uncertain', 'hypothetical', 'other person']);

/** Ends the reach of a cue within its sentence. */
const TURN = /\b(?:but|however|although|except|nevertheless|yet|currently has|presents with)\b/;

/**
 * The parts of a text that say something is so, of the patient, without a doubt: sentences, or parts of them, that
 * no cue of negation, uncertainty or another person reaches. Errs on the side of leaving out. Lower case.
 * @param said words that are looked for themselves and are no cues, such as `borderline` of a personality disorder
 */
export function affirmedText(text: string, said: ReadonlySet<string> = NOTHING): readonly string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .split(SENTENCE)
    .flatMap((sentence) => sentence.split(TURN))
    .flatMap((clause) => {
      if (AROUND.test(clause) || DOUBTED.test(clause)) return [];
      const ends = [BEFORE.exec(clause)?.index ?? clause.length, firstCue(clause, said)];
      const affirmed = clause.slice(0, Math.min(...ends));
      return affirmed.trim() === '' ? [] : [affirmed.trim()];
    });
}

const NOTHING: ReadonlySet<string> = new Set();

/** Where the first cue begins that the checks know of, or where the clause does that it reaches as a whole. */
function firstCue(clause: string, said: ReadonlySet<string>): number {
  const words = readWords(clause);
  const starts = findCues(words)
    .filter(({ kind }) => ELSE_SO.has(kind))
    .filter(({ from, to }) => !words.slice(from, to).every(({ key }) => said.has(key)))
    .map(({ reachFrom, from }) => words[Math.min(reachFrom, from)]?.start ?? 0);
  return Math.min(clause.length, ...starts);
}
