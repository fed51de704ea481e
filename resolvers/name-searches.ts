/** A name taken apart for the exact index. */
export interface NameSearch {
  readonly family: string;
  readonly given?: string;
}

/** More words than this are taken for a family name as a whole. */
const MOST_WORDS = 4;

/**
 * The readings of a name typed by a person: `family, given` as it says; else every split into one given name
 * and a family name of one or more words, and the whole as a family name. Depends on the text alone.
 */
export function nameSearches(text: string): readonly NameSearch[] {
  const comma = text.indexOf(',');
  if (comma >= 0) {
    const family = text.slice(0, comma).trim();
    const given = text.slice(comma + 1).trim();
    if (family === '') return [];
    return [given === '' ? { family } : { family, given }];
  }
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const [given] = words;
  if (given === undefined) return [];
  const whole = { family: words.join(' ') };
  if (words.length > MOST_WORDS) return [whole];
  const splits = words.slice(1).map((_, at) => ({ family: words.slice(at + 1).join(' '), given }));
  return [whole, ...splits];
}
