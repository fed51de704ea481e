/** Stands in every planted text: found anywhere, some planted value is there. */
export const MARK = 'WombatKestrel';
/** The same for numbers of ten and more digits. */
const NUMBER_MARK = '20874';
/** The same for moments: the fraction of their second. */
const MOMENT_MARK = '208740';
/** Dates without a time have no room for a mark: no other date lies in this year. */
const YEAR = 1931;

export interface Canaries {
  /** No space in it, so that it passes for a code too. */
  text(): string;
  uri(): string;
  number(): number;
  /** Fits 32 bits. */
  integer(): number;
  moment(): string;
  date(): string;
  /** `Type/id` of a record that nobody has. */
  reference(type: string): { readonly reference: string };
  /** Every value given out, as JSON would show it. */
  readonly planted: readonly string[];
}

/** Values that stand nowhere else, each given out once. */
export function createCanaries(): Canaries {
  const planted: string[] = [];
  const plant = <Value extends string | number>(value: Value): Value => {
    planted.push(String(value));
    return value;
  };
  const next = () => planted.length + 1;
  const numbered = (digits: number) => String(next()).padStart(digits, '0');
  return {
    text: () => plant(`Q${numbered(4)}${MARK}`),
    uri: () => plant(`urn:q${numbered(4)}:${MARK}`),
    number: () => plant(Number(`${NUMBER_MARK}${numbered(9)}.5`)),
    integer: () => plant(Number(`${NUMBER_MARK}${numbered(5)}`)),
    moment: () => plant(`${YEAR}-07-14T03:41:07.${MOMENT_MARK}${numbered(3)}Z`),
    date: () => plant(new Date(Date.UTC(YEAR, 0, next() % 360)).toISOString().slice(0, 10)),
    reference: (type) => ({ reference: plant(`${type}/q${numbered(4)}${MARK}`) }),
    planted,
  };
}

/** What a planted value may look like in bytes: as it is in any case, and through the usual encodings. */
const PLAIN = new RegExp(
  [
    MARK,
    [...MARK].reverse().join(''),
    [...MARK].join('\\u0000'),
    Buffer.from(MARK).toString('hex'),
    `${NUMBER_MARK}0{2,}\\d{3,}\\.5`,
    `\\b${NUMBER_MARK}0\\d{4}\\b`,
    `:07\\.${MOMENT_MARK}\\d{3}`,
    `\\b${YEAR}-[01]\\d-[0-3]\\d`,
  ].join('|'),
  'i',
);
/** Base64 in its three alignments, without the characters that neighbours change. */
const ENCODED = new RegExp(
  [0, 1, 2]
    .map((shift) => {
      const text = Buffer.from('x'.repeat(shift) + MARK)
        .toString('base64')
        .replaceAll('=', '');
      return text.slice(shift === 0 ? 0 : shift + 1, -1);
    })
    .join('|'),
);

/** The first planted value in a text, with what stands around it; `null`: there is none. */
export function findCanary(text: string): string | null {
  for (const pattern of [PLAIN, ENCODED]) {
    const at = pattern.exec(text)?.index;
    if (at !== undefined) return text.slice(Math.max(0, at - 120), at + 60);
  }
  return null;
}
