/** One way to make a true sentence false. */
export interface Mutation {
  readonly kind: 'number changed' | 'negation flipped' | 'side or direction swapped';
  readonly text: string;
}

const SWAPS: readonly (readonly [string, string])[] = [
  ['left', 'right'],
  ['increased', 'decreased'],
  ['elevated', 'reduced'],
  ['positive', 'negative'],
  ['high', 'low'],
  ['acute', 'chronic'],
  ['with', 'without'],
  ['upper', 'lower'],
  ['anterior', 'posterior'],
  ['mild', 'severe'],
  ['normal', 'abnormal'],
  ['bilateral', 'unilateral'],
];
/** What denies, and what is left when it does not; then what affirms, and its denial. */
const FLIPS: readonly (readonly [RegExp, string])[] = [
  [/\bno\b/i, ''],
  [/\bnot\b/i, ''],
  [/\bdenies\b/i, 'reports'],
  [/\bwithout\b/i, 'with'],
  [/\bnever\b/i, ''],
  [/\bhas\b/i, 'has no'],
  [/\bis\b/i, 'is not'],
  [/\bwas\b/i, 'was not'],
  [/\bshows\b/i, 'does not show'],
  [/\breveals\b/i, 'rules out'],
  [/\bare\b/i, 'are not'],
];

/** Every mutation that fits a sentence, one of each kind. @param seed which of several numbers is changed. */
export function mutationsOf(text: string, seed: number): readonly Mutation[] {
  return [numberChanged(text, seed), negationFlipped(text), sideSwapped(text)].filter((one) => one !== null);
}

function numberChanged(text: string, seed: number): Mutation | null {
  const numbers = [...text.matchAll(/\d+(?:\.\d+)?/g)];
  const chosen = numbers[seed % Math.max(1, numbers.length)];
  if (chosen === undefined) return null;
  const [number] = chosen;
  const changed = number.includes('.') ? (Number(number) * 2).toFixed(1) : String(Number(number) + 1);
  const end = chosen.index + number.length;
  return { kind: 'number changed', text: text.slice(0, chosen.index) + changed + text.slice(end) };
}

function negationFlipped(text: string): Mutation | null {
  const flip = FLIPS.find(([pattern]) => pattern.test(text));
  if (flip === undefined) return null;
  const flipped = text.replace(flip[0], flip[1]).replace(/\s+/g, ' ').trim();
  return { kind: 'negation flipped', text: flipped };
}

function sideSwapped(text: string): Mutation | null {
  for (const [one, other] of SWAPS.flatMap((pair) => [pair, [pair[1], pair[0]] as const])) {
    const pattern = new RegExp(`\\b${one}\\b`, 'i');
    if (pattern.test(text)) return { kind: 'side or direction swapped', text: text.replace(pattern, other) };
  }
  return null;
}
