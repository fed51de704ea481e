import { foldText } from '../fold-text.ts';
import { STATE_NAMES } from '../patterns/states.ts';

/** Capitalised in English, and no persons by themselves: countries, languages, states, months, days, interjections. */
export const NOT_PERSONS: ReadonlySet<string> = new Set([
  ...named('region', 26 * 26),
  ...named('language', 26 * 26),
  ...STATE_NAMES.split('|').flatMap((name) => name.toLowerCase().split(' ')),
  ...(
    'january february march april may june july august september october november december jan feb mar apr jun jul ' +
    'aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday christmas easter thanksgiving ' +
    'america american africa asia europe medicare medicaid um uh uhm umm hm hmm huh mm mhm yep yup yeah nope okay ok okey ' +
    'hey hi hello bye oh ah aw wow gosh mom dad ma pa mama papa grandma grandpa doc im ive ill id dont didnt'
  ).split(' '),
]);

/** English names of all two-letter codes that ICU knows, word by word. */
function named(type: 'region' | 'language', codes: number): readonly string[] {
  const names = new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  return Array.from({ length: codes }, (_, at) => {
    const code = String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26));
    const name = names.of(type === 'region' ? code.toUpperCase() : code);
    return name === undefined ? '' : foldText(name).lower;
  }).filter((name) => /^[a-z]{4,}$/.test(name));
}
