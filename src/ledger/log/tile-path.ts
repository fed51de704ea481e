/** Hashes in a full tile, entries in a full bundle (C2SP tlog-tiles, "Merkle Tree"). */
export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;

/** A tile of hashes at `level`, or a bundle of entries. */
export interface TilePlace {
  readonly level: number | 'entries';
  /** From the left, from 0. */
  readonly index: number;
  /** 1 to 256; below 256 it is partial. */
  readonly width: number;
}

/** `tile/<level>/<index>[.p/<width>]`, the index in groups of three digits (C2SP tlog-tiles). */
export function tilePath({ level, index, width }: TilePlace): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** @returns `null` for any other path; there is one spelling for each place. */
export function parseTilePath(path: string): TilePlace | null {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (match === null) return null;
  const [, given = '', groups = '', partial] = match;
  const place: TilePlace = {
    level: given === 'entries' ? given : Number(given),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const level = place.level === 'entries' ? 0 : place.level;
  if (level > 63 || place.width < 1 || place.width > TILE_WIDTH || !Number.isSafeInteger(place.index)) {
    return null;
  }
  return tilePath(place) === path ? place : null;
}

/** Where the sequencer writes down what comes after entry `size` - 1. */
export function planPath(size: number): string {
  return `plan/${size}`;
}

export const CHECKPOINT_PATH = 'checkpoint';

/** How many hashes the tree of `size` entries has at a level of tiles: one for each full tile of the level below. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}
