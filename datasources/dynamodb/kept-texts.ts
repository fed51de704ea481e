import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { DataIntegrityError } from '../../src/errors.ts';
import type { PolicyFile } from '../../src/ledger/policy-archive.ts';
import { batchGet, type ItemKey } from './batch-get.ts';
import { type Item, numberOf, requiredBytes, requiredText } from './item.ts';
import { callStore, type StoreCalls } from './store-calls.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** DynamoDB takes items of 400 KB, names and keys among it. */
const PART_BYTES = 350 * 1024;
/** Of all files together, unpacked. */
const MOST_BYTES = 64 * 1024 * 1024;

const Files = z.array(z.strictObject({ name: z.string(), body: z.string() })).min(1);

/** Texts by a partition key that says what stands in them, so that what is there need not be written again. */
export interface KeptTexts {
  /** Durable once it resolves: the head, which makes them count as kept, is written last. */
  keep(pk: string, files: readonly PolicyFile[]): Promise<void>;
  /** @returns `null`: they are not kept. @throws DataIntegrityError */
  read(pk: string): Promise<readonly PolicyFile[] | null>;
}

/** Gzipped, in items that fit DynamoDB. */
export function createKeptTexts(store: StoreCalls): KeptTexts {
  const put = async (Item: Item) => {
    const input = { TableName: store.tables.data, Item };
    await callStore(store, (options) => store.client.send(new PutItemCommand(input), options));
  };
  const headOf = async (pk: string): Promise<Item | null> =>
    (await batchGet(store, [keyOf(pk, HEAD)]))[0] ?? null;
  return Object.freeze({
    async keep(pk, files) {
      if ((await headOf(pk)) !== null) return;
      const told = files.map(({ name, body }) => ({ name, body }));
      const packed = await zip(Buffer.from(JSON.stringify(told)));
      // Another gateway may pack the same otherwise, at the same moment.
      const id = createHash('sha256').update(packed).digest('hex');
      const parts = Math.ceil(packed.length / PART_BYTES);
      for (let part = 0; part < parts; part += 1) {
        const bytes = packed.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
        await put({ pk: { S: pk }, sk: { S: partOf(id, part) }, bytes: { B: bytes } });
      }
      await put({ pk: { S: pk }, sk: { S: HEAD }, id: { S: id }, parts: { N: String(parts) } });
    },
    async read(pk) {
      const head = await headOf(pk);
      if (head === null) return null;
      const id = requiredText(head, 'id');
      const parts = numberOf(head, 'parts') ?? 0;
      const keys = Array.from({ length: parts }, (_, part) => keyOf(pk, partOf(id, part)));
      const items = await batchGet(store, keys);
      const bytes = items.map((item) => {
        if (item === null) throw new DataIntegrityError('a kept policy lacks a part');
        return requiredBytes(item, 'bytes');
      });
      return unpack(Buffer.concat(bytes));
    },
  } satisfies KeptTexts);
}

const HEAD = 'HEAD';

function partOf(id: string, part: number): string {
  return `PART#${id}#${String(part).padStart(4, '0')}`;
}

function keyOf(pk: string, sk: string): ItemKey {
  return { table: 'data', pk, sk };
}

async function unpack(packed: Uint8Array): Promise<readonly PolicyFile[]> {
  try {
    const text = await unzip(packed, { maxOutputLength: MOST_BYTES });
    return Files.parse(JSON.parse(text.toString('utf8')));
  } catch {
    throw new DataIntegrityError('a kept policy cannot be unpacked');
  }
}
