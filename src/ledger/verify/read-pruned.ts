import { z } from 'zod';

/** Full entry bundles, both included, and what their hashes are. */
export interface PrunedRange {
  readonly from: number;
  readonly to: number;
  /** SHA-256 over their level-0 tiles, one after the other, in base64url. */
  readonly hash: string;
}

/** What a record `retention_pruned` names: it comes first, what it names may then be gone, and nothing else may. */
export interface Pruned {
  readonly bundles: readonly PrunedRange[];
  /** Writers whose segments may be gone, as far as the batch of that number. */
  readonly writers: readonly (readonly [writer: string, lastSeq: number])[];
}

/** With the bundle in which the record stands. */
export interface PlacedPruned extends Pruned {
  readonly by: number;
  readonly record: string;
}

const PrunedRecord = z.looseObject({
  kind: z.literal('privileged'),
  operation: z.literal('retention_pruned'),
  shapes: z.array(z.tuple([z.string(), z.unknown(), z.unknown()])),
  subjects: z.array(z.tuple([z.unknown(), z.array(z.tuple([z.number(), z.array(z.string())], z.unknown()))])),
});

const BUNDLES = /^(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14}):([A-Za-z0-9_-]{43})$/;
const WRITER = /^([0-9A-HJKMNP-TV-Z]{26}):[1-9]\d{0,14}-([1-9]\d{0,14}):[A-Za-z0-9_-]{43}$/;
const MARK = Buffer.from('"operation":"retention_pruned"');

/** @returns `null` for any other record. */
export function readPruned(bytes: Buffer): Pruned | null {
  if (!bytes.includes(MARK)) return null;
  const parsed = PrunedRecord.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!parsed.success) return null;
  const { shapes, subjects } = parsed.data;
  const bundles: PrunedRange[] = [];
  const writers: (readonly [string, number])[] = [];
  for (const [shape, ids] of subjects.flatMap(([, groups]) => groups)) {
    for (const id of ids) {
      const [, from, to, hash] = BUNDLES.exec(id) ?? [];
      if (shapes[shape]?.[0] === 'LedgerBundle' && hash !== undefined)
        bundles.push({ from: Number(from), to: Number(to), hash });
      const [, writer, last] = WRITER.exec(id) ?? [];
      if (shapes[shape]?.[0] === 'LedgerWriter' && writer !== undefined) writers.push([writer, Number(last)]);
    }
  }
  return { bundles, writers };
}
