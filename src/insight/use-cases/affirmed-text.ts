const SENTENCE = /(?<=[.!?])\s+|\n+/;

/** What follows is said not to be, to be uncertain, or to be of somebody else. */
const BEFORE =
  /\b(?:no|not|n't|denies|denied|deny|denying|without|never|negative for|free of|absence of|absent|rule out|ruled out|r\/o|unlikely|possible|possibly|probable|probably|suspect\w*|suspicio\w+|question of|concern for|questionable|likely|risk (?:of|for|factors?)|screen\w* for|prevent\w*|prophyla\w+|vaccin\w+|immuni[sz]ation|family history|family hx|mother|father|brother|sister|son|daughter|parents?|grand\w+|aunt|uncle|cousin|if|versus|vs|awaiting|evaluate for|resolved)\b/;

/** What precedes is said not to be. */
const AFTER =
  /\b(?:ruled out|not present|absent|unlikely|negative|resolved|denied|was excluded|is excluded|in (?:his|her|the) family)\b/;

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
      if (AFTER.test(clause)) return [];
      const cue = BEFORE.exec(clause);
      const affirmed = cue === null ? clause : clause.slice(0, cue.index);
      return affirmed.trim() === '' ? [] : [affirmed.trim()];
    });
}
