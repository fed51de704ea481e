import { afterAll, beforeAll, expect, test } from 'vitest';
import { FRAME_TYPES } from '../../../src/ledger/segments/frame.ts';
import { firstSeed } from '../../properties/first-seed.ts';
import type { EditCase } from './edit-case.ts';
import { madeToFit, ownedEntries } from './edit-log.ts';
import { framesOf, payloadOf, reframe } from './edit-store.ts';
import { EDITS, EditBench, type EditOutcome } from './random-edits.ts';
import { type WholeLedger, writeWholeLedger } from './whole-ledger.ts';

/** All ten thousand: `npm run prove -- --edits 10000`. */
const CASES = 500;

let whole: WholeLedger;
let bench: EditBench;
beforeAll(async () => {
  whole = await writeWholeLedger();
  bench = await EditBench.open(whole);
});
afterAll(() => bench.close());

test('whatever is edited is found, and the first bad record is named', { timeout: 600_000 }, async () => {
  const first = firstSeed();
  const wrong: EditOutcome[] = [];
  const kinds = new Set<string>();
  for (let seed = first; seed < first + CASES; seed += 1) {
    const outcome = await bench.try(seed);
    kinds.add(outcome.kind);
    if (!outcome.found || !outcome.right) wrong.push(outcome);
  }
  process.stdout.write(`edits: ${CASES} from seed ${first}\n`);
  expect(wrong).toEqual([]);
  expect([...kinds].sort()).toEqual(Object.keys(EDITS).sort());
});

test('whichever head somebody drops who has the log’s key, it is named, also where no later batch misses it', async () => {
  const { entries, owner } = ownedEntries(whole);
  const looked: boolean[] = [];
  for (const head of new Set(owner.map((place) => place.head))) {
    const dropped = { pieces: entries.toSpliced(head, 1), first: head };
    const edited = await madeToFit(whole, 'drop', dropped, true);
    if (edited === null) continue;
    const { right, what, firstBad } = await bench.look(edited);
    expect({ right, what, firstBad }).toMatchObject({ right: true });
    looked.push(right);
  }
  // Empty batches that end a writer's life may still come into the log.
  expect(looked).toHaveLength(whole.batches.length - 2);
});

test('a head of a segment that names another writer is named, and nothing before it', async () => {
  let heads = 0;
  for (const [name, bytes] of whole.segments) {
    const frames = framesOf(bytes);
    let offset = 0;
    for (const [at, frame] of frames.entries()) {
      const where = `${name}@${offset}`;
      offset += frame.length;
      if (frame[8] !== FRAME_TYPES.commit) continue;
      const head = Buffer.from(
        String(payloadOf(frame)).replace(
          /("writer":".{25})(.)/,
          (_, most, last) => most + (last === 'X' ? 'Y' : 'X'),
        ),
      );
      const edited: EditCase = {
        trust: whole.trust,
        log: whole.log,
        segments: new Map(whole.segments).set(name, Buffer.concat(frames.with(at, reframe(frame, head)))),
        table: null,
        what: where,
        isThere: (finding) => finding.where === where && finding.code === 'WRITER_UNKNOWN',
        expected: where,
      };
      const { right, firstBad } = await bench.look(edited);
      expect({ right, where, firstBad }).toMatchObject({ right: true });
      heads += 1;
    }
  }
  expect(heads).toBe(whole.batches.length);
});
