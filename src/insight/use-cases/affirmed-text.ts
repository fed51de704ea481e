const SENTENCE = /(?<=[.!?])\s+|\n+/;

/** What follows is said not to be, to be uncertain, or to be over. */
const BEFORE =
  /\b(?:no|not|n't|denies|denied|deny|denying|without|never|negative for|free of|absence of|absent|rule out|ruled out|r\/o|unlikely|possible|possibly|probable|probably|suspect\w*|suspicio\w+|question of|concern for|questionable|likely|risk (?:of|for|factors?)|screen\w* for|prevent\w*|prophyla\w+|history of|hx of|h\/o|status post|s\/p|if|versus|vs|awaiting|evaluate for|resolved)\b/;

/** What stands anywhere beside it is said not to be, is of somebody else, or is what a test looks for or a vaccine is against. */
const AROUND =
  /\b(?:ruled out|not present|absent|unlikely|negative|resolved|denied|(?:was|is|been) excluded|vaccin\w+|immuni[sz]\w+|screen\w*|tests?|testing|titers?|assays?|antigens?|antibod(?:y|ies)|typing|measurement|procedure|family|mother|father|brothers?|sisters?|sons?|daughters?|parents?|grand(?:m|f|p)\w+|aunt|uncle|cousin|wife|husband)\b/;

/** Ends the reach of a cue within its sentence. */
const TURN = /\b(?:but|however|although|except|nevertheless|yet|currently has|presents with)\b/;

/**
 * The parts of a text that say something is so, of the patient, without a doubt: sentences, or parts of them, that
 * no cue of negation, uncertainty or another person reaches. Errs on the side of leaving out. Lower case.
 */
export function affirmedText(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .split(SENTENCE)
    .flatMap((sentence) => sentence.split(TURN))
    .flatMap((clause) => {
      if (AROUND.test(clause)) return [];
      const cue = BEFORE.exec(clause);
      const affirmed = cue === null ? clause : clause.slice(0, cue.index);
      return affirmed.trim() === '' ? [] : [affirmed.trim()];
    });
}
