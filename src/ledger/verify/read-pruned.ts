import { z } from 'zod';

/** What a record `retention_pruned` names: it comes first, what it names may then be gone, and nothing else may. */
export interface Pruned {
  /** Numbers of full entry bundles, from and to, both included. */
  readonly bundles: readonly (readonly [from: number, to: number])[];
  /** Writers all of whose segments may be gone. */
  readonly writers: readonly string[];
}

const PrunedRecord = z.looseObject({
  kind: z.literal('privileged'),
  operation: z.literal('retention_pruned'),
  shapes: z.array(z.tuple([z.string(), z.unknown(), z.unknown()])),
  subjects: z.array(z.tuple([z.unknown(), z.array(z.tuple([z.number(), z.array(z.string())], z.unknown()))])),
});

const BUNDLES = /^(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14}):[A-Za-z0-9_-]{43}$/;
const WRITER = /^([0-9A-HJKMNP-TV-Z]{26}):[1-9]\d{0,14}-[1-9]\d{0,14}:[A-Za-z0-9_-]{43}$/;
const MARK = Buffer.from('"operation":"retention_pruned"');

/** @returns `null` for any other record. */
export function readPruned(bytes: Buffer): Pruned | null {
  if (!bytes.includes(MARK)) return null;
  const parsed = PrunedRecord.safeParse(JSON.parse(bytes.toString('utf8')));
  if (!parsed.success) return null;
  const { shapes, subjects } = parsed.data;
  const bundles: (readonly [number, number])[] = [];
  const writers: string[] = [];
  for (const [shape, ids] of subjects.flatMap(([, groups]) => groups)) {
    for (const id of ids) {
      const [, from, to] = BUNDLES.exec(id) ?? [];
      if (shapes[shape]?.[0] === 'LedgerBundle' && from !== undefined)
        bundles.push([Number(from), Number(to)]);
      const writer = WRITER.exec(id)?.[1];
      if (shapes[shape]?.[0] === 'LedgerWriter' && writer !== undefined) writers.push(writer);
    }
  }
  return { bundles, writers };
}
