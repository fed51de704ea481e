import { beforeAll, describe, expect, test } from 'vitest';
import { BATCH_DOMAIN, type SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { createWriterChain, type WriterChain } from '../../../src/ledger/chain/seal-batch.ts';
import { writeSignedLine } from '../../../src/ledger/chain/signed-line.ts';
import { WRITER_DOMAIN } from '../../../src/ledger/chain/writer-certificate.ts';
import { readBundle } from '../../../src/ledger/verify/read-bundle.ts';
import { createInstallation, memoryKey, sealLife, TEST_ORIGIN } from '../support/seal-batches.ts';
import { oneLedger } from './one-ledger.ts';
import { readObjects, signatureLine, signCheckpoint, vkeyId, writeLog } from './reference-log.ts';

const { clock, installation, keys, own, trust, verify, records, logOf, codes } = oneLedger();

let chain: WriterChain;
let life: readonly SealedBatch[];
beforeAll(async () => {
  chain = await installation.writer();
  life = sealLife(chain, records('a', 'b'), [], records('c'));
});

/** The life of another writer, of which some batch is made otherwise. */
async function otherwise(
  make: (chain: WriterChain, open: SealedBatch) => readonly SealedBatch[],
): Promise<readonly SealedBatch[]> {
  const other = await installation.writer();
  return make(other, other.seal('open', [other.certificate]));
}

describe('an operator with the files and the log’s key, and no other', () => {
  test('puts no entry between batches, nor behind the last', async () => {
    const [stray] = records('stray');
    const [open, first, ...rest] = life;
    if (open === undefined || first === undefined || stray === undefined) throw new Error('no batch');
    const between = [open, { ...first, records: [stray, ...first.records] }, ...rest];
    expect(await codes(between)).toEqual(['BATCH_COUNT']);
    const last = { ...first, sealed: stray, records: [] };
    expect(await codes([...life, last])).toEqual(['BATCH_UNFINISHED']);
  });

  test('takes no heartbeat away, and closes nobody', async () => {
    expect(life[2]?.head.kind).toBe('heartbeat');
    expect(await codes(life.filter((_, at) => at !== 2))).toEqual(['BATCH_NUMBER']);
    const forged = await otherwise((other) => [other.seal('open', []), other.seal('close', [])]);
    const close = forged[1];
    if (close === undefined) throw new Error('no batch');
    const text = JSON.stringify({ ...close.head, writer: life[0]?.head.writer, seq: life.length });
    const sealed = writeSignedLine(Buffer.from(text), Buffer.alloc(64));
    expect(await codes([...life.slice(0, -1), { ...close, sealed }])).toEqual(['BATCH_SIGNATURE']);
  });

  test('starts no writer: certificates of another log, by another key, or under a name that is taken', async () => {
    const elsewhere = await createWriterChain({
      writer: '01KAJ000000000000000000001',
      installationKey: installation.key,
      origin: 'another.test',
      build: '0.0.0',
      clock: () => clock.now,
    });
    expect(await codes(sealLife(elsewhere))).toContain('CERTIFICATE');
    const stranger = await createInstallation(TEST_ORIGIN, () => clock.now).writer();
    expect(await codes(sealLife(stranger))).toContain('CERTIFICATE');
    const twin = await createWriterChain({
      writer: chain.writer,
      installationKey: installation.key,
      origin: TEST_ORIGIN,
      build: '0.0.0',
      clock: () => clock.now,
    });
    const [open] = life;
    if (open === undefined) throw new Error('no batch');
    // Even with the installation's key: behind the first, and before it.
    expect(await codes([...life, twin.seal('open', [twin.certificate])])).toEqual(['BATCH_SIGNATURE']);
    const before = await codes([...sealLife(twin, records('x')), ...life]);
    expect(before).toContain('BATCH_SIGNATURE');
  });

  test('shows an older copy of everything: found by who keeps a checkpoint, and by nobody else', async () => {
    const checkpoint = String((await writeLog(life, keys)).get('checkpoint'));
    const older = life.slice(0, -2);
    expect(await codes(older)).toEqual([]);
    const unpinned = await verify({ log: await logOf(older), pinned: false });
    expect(unpinned.notices.map(({ code, detail }) => [code, detail.includes('older copy')])).toContainEqual([
      'NOT_PINNED',
      true,
    ]);
    const { noticeCounts } = await verify({ log: await logOf(older) });
    expect(noticeCounts).toMatchObject({ NO_PAST: 1 });
    expect(await codes(older, { trust: trust({ checkpoint }) })).toEqual(['LOG_SHRUNK']);
    // What the newest batch is of, tells an old copy of a running gateway too.
    expect(unpinned.asOf).toBe(new Date(clock.now).toISOString());
  });
});

describe('a writer’s or the installation’s own keys in wrong hands', () => {
  test.each([
    ['a key twice', '{"v":1,"id":"x","id":"y"}'],
    ['a key twice deep inside', '{"v":1,"id":"x","shapes":[[{"a":1,"a":2}]]}'],
    ['__proto__ twice', '{"v":1,"id":"x","__proto__":1,"__proto__":{"id":"y"}}'],
    ['a number that no double holds', '{"v":1,"id":"x","count":9007199254740993}'],
    ['white space', '{"v":1, "id":"x"}'],
    ['an escape that need not be', '{"v":1,"id":"\\u0078"}'],
  ])('a record that two readers may read as two: %s', async (_, text) => {
    const batches = await otherwise((other, open) => [open, other.seal('records', [Buffer.from(text)])]);
    expect(await codes(batches)).toEqual(['ENTRY_FORM']);
  });

  test('a record that passes for a certificate, and is counted as none', async () => {
    const text = '{"v":1,"kind":"writer","id":"x","operation":"Chart"}';
    const batches = await otherwise((other, open) => [open, other.seal('records', [Buffer.from(text)])]);
    expect(await codes(batches)).toEqual(['ENTRY_FORM']);
    const hidden = await otherwise((other, open) => [
      open,
      other.seal('records', [...records('d'), other.certificate]),
    ]);
    expect(await codes(hidden)).toEqual(['ENTRY_FORM']);
  });

  test('a head or a certificate with a key twice', async () => {
    const twice = (bytes: Uint8Array) =>
      Buffer.from(String(Buffer.from(bytes)).split('\n')[0]?.replace('"time":', '"time":"x","time":') ?? '');
    const heads = await otherwise((other, open) => {
      const batch = other.seal('records', records('d'));
      return [open, { ...batch, sealed: other.signLine(BATCH_DOMAIN, twice(batch.sealed)) }];
    });
    expect(await codes(heads)).toEqual(['BATCH_FORM']);
    const other = await installation.writer();
    const json = twice(other.certificate);
    const message = Buffer.concat([Buffer.from(WRITER_DOMAIN), json]);
    const certificate = writeSignedLine(json, await installation.key.sign(message));
    expect(await codes([other.seal('open', [certificate])])).toContain('CERTIFICATE');
  });

  test('an installation key that was given up certifies nobody behind the place that the auditor names', async () => {
    const late = await installation.writer();
    const batches = [...life, ...sealLife(late, records('z'))];
    const size = (await verify({ log: await logOf(life) })).size ?? 0;
    const [given = ''] = own.installation;
    const until = (at: number) => ({
      trust: trust({ installation: [{ key: String(given), until: at }] }),
    });
    expect(await codes(batches, until(size + 2))).toEqual([]);
    expect(await codes(batches, until(size))).toEqual(['CERTIFICATE']);
    expect(await codes(life, until(size))).toEqual([]);
    // Named twice, the narrower word counts.
    const both = trust({ installation: [String(given), { key: String(given), until: size }] });
    expect(await codes(batches, { trust: both })).toEqual(['CERTIFICATE']);
  });
});

describe('a stolen key of the log', () => {
  test('without it in the trust file, what it signs is found, and the checkpoint kept still counts', async () => {
    const newKeys = { ...keys, log: memoryKey(TEST_ORIGIN) };
    const newVkey = `${TEST_ORIGIN}+${vkeyId(newKeys.log, 1).toString('hex')}+${Buffer.concat([Buffer.of(1), newKeys.log.publicKey]).toString('base64')}`;
    const kept = String((await writeLog(life.slice(0, 3), keys)).get('checkpoint'));
    const after = trust({ log: [newVkey], checkpoint: kept });
    expect(await codes(life, { trust: after })).toEqual(['CHECKPOINT_SIGNATURE']);
    const grown = await verify({ log: await logOf(life, newKeys), trust: after });
    expect(grown.findings).toEqual([]);
    const other = sealLife(await installation.writer(), records('q'));
    const forked = await verify({ log: await logOf([...other, ...life], newKeys), trust: after });
    expect(forked.findings.map(({ code }) => code)).toContain('HISTORY_CHANGED');
    // What is kept is not kept blindly: a line of a trusted key that does not hold spoils it.
    const spoilt = kept.replace(/\n\d+\n/, '\n1\n');
    expect(await codes(life, { trust: trust({ checkpoint: spoilt }) })).toContain('PINNED_CHECKPOINT');
  });

  test('cannot be a witness too', () => {
    const same = `w.test/9+${vkeyId({ ...keys.log, name: 'w.test/9' }, 4).toString('hex')}+${Buffer.concat([Buffer.of(4), keys.log.publicKey]).toString('base64')}`;
    expect(() => trust({ witnesses: [...own.witnesses, same] })).toThrow('the key of the log');
  });
});

test('a log that lies where nobody hinders its removal is said to', async () => {
  const log = await logOf(life);
  const asked: string[] = [];
  const isLocked = async (path: string) => {
    asked.push(path);
    return path !== 'checkpoint';
  };
  const { noticeCounts, findings } = await verify({ log: { ...log, isLocked } });
  expect([noticeCounts.UNLOCKED, findings, asked]).toEqual([1, [], ['checkpoint']]);
  expect((await verify({ log })).noticeCounts.UNLOCKED).toBeUndefined();
});

test('an entry that is nested deeper than a verifier can write is found where any other edit is', async () => {
  const objects = await writeLog(life, keys);
  const [path = ''] = [...objects.keys()].filter((name) => name.startsWith('tile/entries/'));
  const { entries } = readBundle(Buffer.from(objects.get(path) ?? []), 256);
  const put = async (text: string) => {
    const made = entries.map((entry, at) => (at === 2 ? Buffer.from(text) : entry));
    const framed = made.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 255), entry]);
    const { firstBad } = await verify({
      log: readObjects(new Map(objects).set(path, Buffer.concat(framed))),
    });
    return firstBad;
  };
  const edited = await put('{"id":"x"}');
  expect(edited?.index).toBe(2);
  for (const depth of [6_000, 32_000]) {
    const nested = await put(`{"id":"x","a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(nested).toMatchObject({ index: 2, code: edited?.code });
  }
});

describe('a checkpoint in another spelling', () => {
  const withCheckpoint = async (make: (text: string) => Buffer | Promise<Buffer>) => {
    const objects = await writeLog(life, keys);
    const note = String(objects.get('checkpoint'));
    objects.set('checkpoint', await make(note.slice(0, note.indexOf('\n\n') + 1)));
    return (await verify({ log: readObjects(objects) })).findings.map(({ code }) => code);
  };

  test.each([
    ['a further line', (text: string) => signCheckpoint(`${text}more\n`, keys)],
    ['carriage returns', (text: string) => signCheckpoint(text.replaceAll('\n', '\r\n'), keys)],
    ['a zero before the size', (text: string) => signCheckpoint(text.replace('\n', '\n0'), keys)],
    [
      'the same key twice',
      async (text: string) => {
        const line = signatureLine(
          keys.log.name,
          vkeyId(keys.log, 1),
          await keys.log.sign(Buffer.from(text)),
        );
        return Buffer.concat([await signCheckpoint(text, keys), Buffer.from(line)]);
      },
    ],
  ])('%s', async (_, make) => {
    expect(await withCheckpoint((text) => signCheckpoint(text, keys))).toEqual([]);
    expect(await withCheckpoint(make)).toEqual(['CHECKPOINT_FORM']);
  });
});
