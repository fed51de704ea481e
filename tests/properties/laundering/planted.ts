import type { Canaries } from '../../support/canary/canaries.ts';

/** Letters that begin every planted word: no word of any language or list of names. */
const WORD = 'wolm';
/** Planted days lie in these years, and no other date does. */
const FIRST_DAY = Date.UTC(1970, 0, 1);
const DAY = 86_400_000;

/**
 * Values that stand nowhere else, each given out once: words of small letters, decimals, whole numbers and days, none
 * of which looks like an identifier, so that nothing but access keeps one from a model.
 */
export function plantValues(): Canaries {
  const planted: string[] = [];
  const plant = <Value extends string | number>(value: Value): Value => {
    planted.push(String(value));
    return value;
  };
  const word = () => `${WORD}${letters(planted.length)}`;
  const day = () => new Date(FIRST_DAY + planted.length * DAY).toISOString().slice(0, 10);
  return {
    text: () => plant(word()),
    uri: () => `urn:${plant(word())}`,
    number: () => plant(100_000.5 + planted.length),
    integer: () => plant(200_000 + planted.length),
    moment: () => `${plant(day())}T03:41:07Z`,
    date: () => plant(day()),
    reference: (type) => ({ reference: `${type}/${plant(word())}` }),
    planted,
  };
}

const PLANTED = new RegExp(
  [`${WORD}[a-z]{4}`, '\\b1\\d{5}\\.5\\b', '\\b2\\d{5}\\b', '\\b19[78]\\d-\\d\\d-\\d\\d'].join('|'),
  'g',
);

/** Every planted value that a text shows whole, each once. */
export function plantedIn(text: string): ReadonlySet<string> {
  return new Set(text.match(PLANTED) ?? []);
}

function letters(count: number): string {
  let rest = count;
  let word = '';
  for (let place = 0; place < 4; place++) {
    word = String.fromCharCode(97 + (rest % 26)) + word;
    rest = Math.floor(rest / 26);
  }
  return word;
}
