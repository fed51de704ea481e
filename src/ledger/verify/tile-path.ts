/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;

/** `x001/x234/067` (C2SP tlog-tiles). */
function tileNumber(number: number): string {
  const groups: string[] = [];
  let rest = number;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
}

/** @param width 256 for a full one. */
export function tilePath(level: number | 'entries', number: number, width: number): string {
  return `tile/${level}/${tileNumber(number)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** What a path of the log's names; `null` for a path in any other spelling. */
export function parseTilePath(
  path: string,
): { readonly level: number | 'entries'; readonly number: number; readonly width: number } | null {
  const match =
    /^tile\/(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(
      path,
    );
  if (match === null) return null;
  const [, level = '', digits = '', partial] = match;
  const number = Number(digits.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const parsed = { level: level === 'entries' ? ('entries' as const) : Number(level), number, width };
  return tilePath(parsed.level, number, width) === path ? parsed : null;
}
