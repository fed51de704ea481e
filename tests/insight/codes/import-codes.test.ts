import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importCodes } from '../../../src/insight/codes/import-codes.ts';
import { openCodeSet } from '../../../src/insight/codes/open-code-set.ts';
import { storedCodes } from '../../../src/insight/codes/stored-codes.ts';
import { codeFileOf } from '../../../src/insight/codes/write-code-file.ts';
import { CODES, orderText, scratchFolder } from './code-lines.ts';

async function imported(content: string | Buffer, dataDir: string, version = '2021'): Promise<unknown> {
  const path = join(await scratchFolder(), 'given');
  await writeFile(path, content);
  return importCodes({ path, version, dataDir, onBytes: () => {} }).catch((error: Error) => error.message);
}

/** One file after the other, deflated; `corrupt` breaks the checksum of each. */
function zip(files: Readonly<Record<string, string>>, corrupt = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE((crc32(text) ^ (corrupt ? 1 : 0)) >>> 0, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(text.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(head, Buffer.from(name), packed);
    at += head.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

describe('importing codes', () => {
  it('puts them in use, plain, gzipped or out of an archive', async () => {
    const archive = zip({
      'icd10cm_order_addenda_2021.txt': 'changes only',
      'tables/icd10cm_order_2021.txt': orderText(),
    });
    for (const content of [orderText(), gzipSync(orderText()), archive]) {
      const dataDir = await scratchFolder();
      expect(await imported(content, dataDir)).toMatchObject({ version: '2021', codes: CODES.length });
      expect(await storedCodes(dataDir)).toMatchObject({ codes: CODES.length, billable: CODES.length - 3 });
    }
  });

  it('takes the place of the set in use, and leaves nothing beside it', async () => {
    const dataDir = await scratchFolder();
    await imported(orderText(), dataDir);
    await imported(orderText(CODES.slice(0, 6)), dataDir, '2022');
    expect(await storedCodes(dataDir)).toMatchObject({ version: '2022', codes: 6 });
    expect(await readdir(dirname(codeFileOf(dataDir)))).toEqual(['icd10cm.txt']);
  });

  it('changes nothing for a file with a mistake at its end', async () => {
    const dataDir = await scratchFolder();
    await imported(orderText(), dataDir);
    const before = await readFile(codeFileOf(dataDir));
    const lines = CODES.length + 1;
    expect(await imported(`${orderText()}oops`, dataDir, '2022')).toMatch(
      new RegExp(`:${lines}: expected an order`),
    );
    expect(await imported(gzipSync(orderText()).subarray(0, 300), dataDir)).toMatch(
      /cannot be read to its end/,
    );
    expect(await imported(zip({ 'a.txt': 'x' }), dataDir)).toMatch(/no icd10cm_order_YYYY\.txt/);
    expect(await imported(zip({ 'icd10cm_order_2021.txt': orderText() }, true), dataDir)).toMatch(
      /no icd10cm/,
    );
    expect(await readFile(codeFileOf(dataDir))).toEqual(before);
    expect(await readdir(dirname(codeFileOf(dataDir)))).toEqual(['icd10cm.txt']);
  });

  it('says what is wrong with the path', async () => {
    const dataDir = await scratchFolder();
    const from = (path: string) =>
      importCodes({ path, version: '2021', dataDir, onBytes: () => {} }).catch(
        (error: Error) => error.message,
      );
    expect(await from(join(dataDir, 'none'))).toMatch(/there is no such file/);
    expect(await from(dataDir)).toMatch(/it is a folder/);
    expect(await storedCodes(dataDir)).toBeNull();
  });

  it('tells how far it is', async () => {
    const dataDir = await scratchFolder();
    const path = join(dataDir, 'given');
    await writeFile(path, orderText());
    const told: number[] = [];
    await importCodes({ path, version: '2021', dataDir, onBytes: (read, of) => told.push(read / of) });
    expect(told.at(-1)).toBe(1);
  });
});

describe('the code set in use', () => {
  async function opened() {
    const dataDir = await scratchFolder();
    const refused: string[] = [];
    const time = { now: 0 };
    const source = openCodeSet({
      dataDir,
      clock: () => time.now,
      onRefused: ({ line, reason }) => refused.push(`${line}: ${reason}`),
    });
    const later = () => {
      time.now += 1_000;
      return source.current();
    };
    return { dataDir, refused, source, later };
  }
  /** What is being read meanwhile is in use soon after. */
  const version = async (later: Awaited<ReturnType<typeof opened>>['later'], wanted: string) => {
    await expect.poll(async () => (await later())?.version, { interval: 5 }).toBe(wanted);
  };

  it('is none until one is imported, then that one, then the next', async () => {
    const { dataDir, source, later } = await opened();
    expect(await source.current()).toBeNull();
    await imported(orderText(), dataDir);
    expect((await later())?.version).toBe('icd10cm-2021');
    await imported(orderText(CODES.slice(0, 6)), dataDir, '2022');
    await version(later, 'icd10cm-2022');
    expect((await later())?.find('R05')).toBeNull();
  });

  it('is read once while nothing changes', async () => {
    const { dataDir, later } = await opened();
    await imported(orderText(), dataDir);
    const first = await later();
    expect(await later()).toBe(first);
  });

  it.each<[string, (text: string) => string, string]>([
    ['a changed description', (text) => text.replace('Cough', 'Fever'), '1: the checksum does not fit'],
    ['a heading made billable', (text) => text.replace('E11\t0', 'E11\t1'), '1: the checksum does not fit'],
    ['a cut end', (text) => text.slice(0, -5), '25: expected a code'],
    ['a broken line', (text) => text.replace('I10\t1', 'I10\tyes'), '8: expected a code'],
    ['an order that goes back', (text) => text.replace('\nI10', '\nA10'), '8: expected a code'],
    ['a head of something else', (text) => text.replace('"format":1', '"format":2'), '1: expected the head'],
    ['wrong counts', (text) => text.replace('"codes":24', '"codes":23'), '1: the counts do not fit'],
    ['nothing', () => '', '1: expected the head'],
  ])('stays, and the file is refused with its line, for %s', async (_case, broken, finding) => {
    const { dataDir, refused, later } = await opened();
    await imported(orderText(), dataDir);
    const before = await later();
    const file = codeFileOf(dataDir);
    await writeFile(file, broken(await readFile(file, 'utf8')));
    await expect
      .poll(async () => ((await later()) === before ? refused.length : -1), { interval: 5 })
      .toBe(1);
    expect(refused[0]).toMatch(finding);
    expect(await later()).toBe(before);
    expect(refused).toHaveLength(1);
  });

  it('is none where the first file is broken', async () => {
    const { dataDir, refused, later } = await opened();
    await mkdir(dirname(codeFileOf(dataDir)));
    await writeFile(codeFileOf(dataDir), 'codes');
    expect(await later()).toBeNull();
    expect(refused).toHaveLength(1);
  });
});
