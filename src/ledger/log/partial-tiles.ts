import { parseTilePath, TILE_WIDTH, tilePath } from './tile-path.ts';

/**
 * Partial tiles and bundles that were written and may go: not before the full one is there, since a reader may hold
 * a checkpoint that needs them (C2SP tlog-tiles, "Partial Tiles").
 */
export class PartialTiles {
  #paths: ReadonlySet<string>;

  constructor(paths: Iterable<string> = []) {
    this.#paths = new Set(paths);
  }

  get paths(): readonly string[] {
    return [...this.#paths];
  }

  /** @param written paths of objects that are in the store now. @returns those that have no use any more. */
  take(written: Iterable<string>): readonly string[] {
    const all = new Set(this.#paths);
    const full = new Set<string>();
    for (const path of written) {
      const place = parseTilePath(path);
      if (place === null) continue;
      if (place.width === TILE_WIDTH) full.add(path);
      else all.add(path);
    }
    const useless = [...all].filter((path) => {
      const place = parseTilePath(path);
      return place === null || full.has(tilePath({ ...place, width: TILE_WIDTH }));
    });
    for (const path of useless) all.delete(path);
    this.#paths = all;
    return useless;
  }
}
