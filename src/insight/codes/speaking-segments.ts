/** A stretch of text that says something of the patient, now. */
export interface SpeakingSegment {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly start: number;
  /** What it says is of relatives. */
  readonly family: boolean;
}

/** Beyond this a text is not read on: evidence is far shorter. */
const MOST_CHARACTERS = 50_000;

/** From here on a sentence says what is not so, or not known to be; up to `but` and its like. */
const DENIED =
  /\b(?:no|not|never|without|denies|denied|denying|negative\s+for|absence\s+of|free\s+of|free\s+from|rules?\s+out|ruled\s+out\s+for|r\/o|cannot|can't|doesn't|isn't|lacks?|(?:at\s+)?(?:increased\s+|high\s+|higher\s+)?risk\s+(?:of|for)|screening\s+for|screened\s+for|prophylaxis\s+(?:of|for|against)|vaccination\s+(?:for|against)|should|return\s+if|in\s+case\s+of)\b/i;
/**
 * ICD-10-CM Official Guidelines IV.H: a diagnosis documented as probable, suspected, questionable, rule out or
 * working is not coded.
 */
const UNCERTAIN =
  /\b(?:probabl[ey]|possibl[ey]|possibility|suspected|suspicion|suspicious|questionable|likely|unlikely|presumed|presumptive|concern(?:ing)?\s+for|consistent\s+with|compatible\s+with|differential|working\s+diagnosis|versus|vs|may|might|could)\b|(?:^|\s)\?/i;
/** Said after the thing, it takes the whole sentence back. */
const TAKEN_BACK =
  /\b(?:(?:is|are|was|were|been)\s+(?:ruled\s+out|excluded|negative|absent|denied|unlikely|not\b)|ruled\s+out\s*[.;]?\s*$|:\s*(?:no|none|negative|denied|absent)\b|unlikely)|\S\?/i;
const FAMILY =
  /\b(?:family|familial|fhx?|mother|father|maternal|paternal|sister|brother|sibling|grand(?:mother|father|parents?)|aunt|uncle|cousin|parents?|daughter|son)\b/i;
const AGAIN = /\b(?:but|however|although|though|except|yet|nevertheless)\b/i;
/** Of a line without the blanks around it. */
const HEADING = /^(?:#+\s*(.+)|([A-Z][\w /&-]{2,80}):)$/s;
/** What stands under such a heading was given or done; it is no condition. */
const NO_CONDITIONS = /immuni[sz]ation|vaccin|medication|prescri|procedure|orders?\b/i;
/** Longer ones are cut between words: a run of words without an end is no sentence. */
const LONGEST = 400;

/**
 * The stretches of a text that may speak for a code. Left out: what is denied, uncertain (guidelines IV.H) or taken
 * back. A heading holds for the lines under it.
 */
export function speakingSegments(text: string): readonly SpeakingSegment[] {
  const segments: SpeakingSegment[] = [];
  let familyHeading = false;
  let skipped = false;
  for (const line of text.slice(0, MOST_CHARACTERS).matchAll(/[^\n\r]+/g)) {
    const heading = HEADING.exec(line[0].trim());
    if (heading !== null) {
      const title = heading[1] ?? heading[2] ?? '';
      familyHeading = FAMILY.test(title);
      skipped = NO_CONDITIONS.test(title);
      continue;
    }
    if (skipped) continue;
    for (const sentence of sentencesOf(line[0])) {
      if (TAKEN_BACK.test(sentence.text)) continue;
      const family = familyHeading || FAMILY.test(sentence.text);
      for (const clause of saidIn(sentence.text)) {
        segments.push({
          text: clause.text,
          start: line.index + sentence.start + clause.start,
          family,
        });
      }
    }
  }
  return segments;
}

interface Stretch {
  readonly text: string;
  readonly start: number;
}

/** A number's point ends no sentence; a semicolon does: lists are one thing each. */
function sentencesOf(line: string): readonly Stretch[] {
  return [...line.matchAll(/(?:[^.;!]|\.(?=\S)|!(?=\S))+[.!?;]?/g)].map((found) => ({
    text: found[0],
    start: found.index,
  }));
}

/** What is left of a sentence up to a denial, and after a `but` that ends it. */
function saidIn(sentence: string): readonly Stretch[] {
  const said: Stretch[] = [];
  let start = 0;
  while (start < sentence.length) {
    const rest = sentence.slice(start);
    const cue = Math.min(cueIn(DENIED, rest), cueIn(UNCERTAIN, rest));
    const again = AGAIN.exec(rest.slice(Math.min(cue, rest.length)));
    said.push({ text: rest.slice(0, cue), start });
    if (cue >= rest.length || again === null) break;
    start += cue + again.index + again[0].length;
  }
  return said.flatMap(cut).filter(({ text }) => /\p{L}/u.test(text));
}

function cut({ text, start }: Stretch): readonly Stretch[] {
  const pieces: Stretch[] = [];
  for (let from = 0; from < text.length; ) {
    const space = text.lastIndexOf(' ', from + LONGEST);
    const until = from + LONGEST >= text.length ? text.length : space > from ? space : from + LONGEST;
    pieces.push({ text: text.slice(from, until), start: start + from });
    from = until;
  }
  return pieces;
}

function cueIn(cue: RegExp, text: string): number {
  return cue.exec(text)?.index ?? text.length;
}
