import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { batchItems } from '../../../datasources/dynamodb/ledger-item.ts';
import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import type { TableItem } from '../../../src/ledger/verify/check-table.ts';
import { sealLife } from '../support/seal-batches.ts';
import { oneLedger } from './one-ledger.ts';

const { installation, records, trust, verify: verifyStores } = oneLedger();
const unwitnessed = trust({ witnesses: [], quorum: 0 });

/** One writer that opened, wrote twice and closed. */
let life: readonly SealedBatch[];
beforeAll(async () => {
  life = sealLife(await installation.writer(), records('a', 'b'), records('c'));
});

const verify = ({ table }: { table: AsyncIterable<TableItem | null> }) =>
  verifyStores({ table, trust: unwitnessed });

async function codes(change: Parameters<typeof verify>[0]): Promise<readonly string[]> {
  return (await verify(change)).findings.map(({ code }) => code);
}

async function itemsOf(batches: readonly SealedBatch[]): Promise<readonly TableItem[]> {
  const items: TableItem[] = [{ pk: 'LEASE', sk: 'SEQUENCER' }];
  for (const batch of batches) {
    const { item, pieces } = await batchItems(batch);
    for (const { pk, sk, b, z, n } of [item, ...pieces]) {
      items.push({
        pk: pk?.S ?? '',
        sk: sk?.S ?? '',
        ...(b?.B === undefined ? {} : { b: Buffer.from(b.B).toString('base64') }),
        ...(z?.N === '1' ? { z: 1 } : {}),
        ...(n?.N === undefined ? {} : { n: Number(n.N) }),
      });
    }
  }
  return [...items, { pk: 'WRITERS', sk: batches[0]?.head.writer ?? '' }];
}
const dump = async function* (items: readonly (TableItem | null)[]) {
  yield* items;
};

test('a batch in pieces is one batch, and each piece counts', async () => {
  const large = await installation.writer();
  const noise = (id: string) =>
    Buffer.from(JSON.stringify({ id, noise: randomBytes(400_000).toString('base64') }));
  const batches = sealLife(large, [noise('a'), noise('b')]);
  const items = await itemsOf(batches);
  const pieces = items.flatMap(({ sk }, at) => (sk.includes('#') ? [at] : []));
  expect(pieces.length).toBeGreaterThan(2);
  expect(await codes({ table: dump(items) })).toEqual([]);
  for (const at of pieces) {
    const lost = await verify({ table: dump(items.toSpliced(at, 1)) });
    expect(lost.firstBad).toMatchObject({ code: 'TABLE_ITEM', writer: large.writer, seq: 2 });
  }
});

test('what is no item, and a writer that is not listed', async () => {
  const items = await itemsOf(life);
  expect(await codes({ table: dump([...items, null]) })).toEqual(['TABLE_ITEM']);
  expect(await codes({ table: dump([...items, { pk: 'X', sk: '1' }]) })).toEqual(['TABLE_ITEM']);
  expect(await codes({ table: dump(items.slice(0, -1)) })).toEqual(['TABLE_WRITER']);
});

test('an item under the number of another', async () => {
  const items = await itemsOf(life.slice(0, 3));
  const moved = items.map((item) => (item.sk === '000000000003' ? { ...item, sk: '000000000004' } : item));
  expect(await verify({ table: dump(moved) })).toMatchObject({ firstBad: { code: 'TABLE_ITEM', seq: 3 } });
});
