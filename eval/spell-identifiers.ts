import type { KnownIdentifiers } from '../src/insight/identifiers/known-identifiers.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/**
 * How people write what is known of somebody: each spelling must be gone. Numbers and ids of fewer than five signs are
 * left out, which would be found in doses and results.
 */
export function spellIdentifiers(known: KnownIdentifiers): readonly string[] {
  return [
    ...known.names.flatMap(spellName),
    ...known.dates.flatMap(spellDate),
    ...known.numbers.flatMap(spellNumber),
    ...known.emails.flatMap((email) => [email, email.toUpperCase()]),
    ...known.addresses.flatMap(spellAddress),
    ...known.ids.filter((id) => id.length >= 5).flatMap((id) => [id, id.toUpperCase()]),
  ];
}

function spellName(name: string): readonly string[] {
  const parts = name
    .replace(/^(?:Dr|Mrs?|Ms)\.? /, '')
    .split(' ')
    .filter((part) => part !== '');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length < 2 || first.length < 2 || last.length < 2) return [];
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return [
    name,
    `${first} ${last}`,
    `${last}, ${first}`,
    `${last} ${first}`,
    `${first.charAt(0)}. ${last}`,
    `${last}, ${first.charAt(0)}.`,
    `${first} ${last.charAt(0)}.`,
    `${first} Q. ${last}`,
    `Mr. ${last}`,
    `${last}'s`,
    `${first}`,
    name.toUpperCase(),
    name.toLowerCase(),
    plain,
    `${first}\n${last}`,
    `${first}_${last}`,
    `${first}-${last}`,
    [...`${first} ${last}`].join('\u200b'),
    fullWidth(`${first} ${last}`),
    `${first} ${last}`.replaceAll('a', 'а').replaceAll('e', 'е').replaceAll('o', 'о'),
  ];
}

function spellDate(date: string): readonly string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  if (day === '') return [];
  const name = MONTHS[Number(month) - 1] ?? '';
  const [m, d] = [String(Number(month)), String(Number(day))];
  return [
    date,
    `${year}/${month}/${day}`,
    `${year}.${month}.${day}`,
    `${month}/${day}/${year}`,
    `${m}/${d}/${year}`,
    `${m}/${d}/${year.slice(2)}`,
    `${month}-${day}-${year}`,
    `${day}.${month}.${year}`,
    `${name} ${d}, ${year}`,
    `${name.slice(0, 3)} ${d} ${year}`,
    `${d} ${name} ${year}`,
    `${d}-${name.slice(0, 3).toUpperCase()}-${year}`,
    `${d}th of ${name}, ${year}`,
    `${year}${month}${day}`,
    `${date}T00:00:00Z`,
    fullWidth(date),
  ];
}

function spellNumber(number: string): readonly string[] {
  const compact = number.replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (compact.length < 5) return [];
  const third = Math.floor(compact.length / 3);
  const grouped = [compact.slice(0, third), compact.slice(third, 2 * third), compact.slice(2 * third)];
  return [
    number,
    number.toLowerCase(),
    compact,
    `(${number})`,
    `#${number}`,
    number.replaceAll('-', ' '),
    number.replaceAll('-', '.'),
    number.replaceAll('-', '\u2013'),
    fullWidth(number),
    ...(/^\d+$/.test(compact) ? [grouped.join('-'), grouped.join(' ')] : []),
  ];
}

function spellAddress(address: string): readonly string[] {
  if (address.length < 4) return [];
  return [
    address,
    address.toUpperCase(),
    address
      .replace(/\bStreet\b/, 'St.')
      .replace(/\bAvenue\b/, 'Ave')
      .replace(/\bRoad\b/, 'Rd'),
    ...(/^\d+ /.test(address) ? [address.toLowerCase(), address.replaceAll(' ', ', ')] : []),
  ];
}

function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}
