import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { installationKeyName, installationVkey } from '../src/ledger/chain/ledger-origin.ts';
import { createWriterChain, type WriterChain } from '../src/ledger/chain/seal-batch.ts';
import type { SigningKey } from '../src/ledger/chain/signing-key.ts';
import { keyId, writeVkey } from '../src/ledger/chain/vkey.ts';
import { encodeRecord } from '../src/ledger/encode-record.ts';
import { leafHash } from '../src/ledger/hash.ts';
import { LogTree } from '../src/ledger/log/log-tree.ts';
import { writeNote } from '../src/ledger/log/note.ts';
import { tilePath } from '../src/ledger/log/tile-path.ts';
import { createFileSink } from '../src/ledger/segments/file-sink.ts';
import { nodeFiles } from '../src/ledger/segments/node-files.ts';
import { createUlid } from '../src/ledger/ulid.ts';
import { readLogFolder } from '../src/ledger/verify/log-reader.ts';
import { readTrust } from '../src/ledger/verify/trust.ts';
import { verifyLedger } from '../src/ledger/verify/verify-ledger.ts';

/**
 * `node bench/verify-ledger.ts [--records 17000] [--rows 30] [--fields 20] [--batch 16] [--no-segments]`: writes a
 * ledger of so many records (rows × fields events each) with its log, verifies it whole, and prints records, events,
 * time and peak memory. A record of 30 rows and 20 fields has 600 events.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '17000' },
    rows: { type: 'string', default: '30' },
    fields: { type: 'string', default: '20' },
    batch: { type: 'string', default: '16' },
    'no-segments': { type: 'boolean', default: false },
  },
});
const [records, rows, fields, batch] = [values.records, values.rows, values.fields, values.batch].map(Number);
const ORIGIN = 'bench.phield.local';
const WIDTH = 256;

function memoryKey(name: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { name, publicKey: raw, sign: async (message) => sign(null, message, privateKey) };
}

/** The log, written as it grows: bundles and tiles when they are full, what is left at the end. */
class BenchLog {
  readonly #directory: string;
  readonly #tree = new LogTree();
  #bundle: Buffer[] = [];
  #written = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async append(entry: Uint8Array): Promise<void> {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(entry.length);
    this.#bundle.push(Buffer.concat([length, entry]));
    this.#tree.append(leafHash(entry));
    if (this.#tree.size % WIDTH === 0) await this.#flush();
  }

  async finish(key: SigningKey): Promise<void> {
    if (this.#bundle.length > 0) await this.#flush();
    for (const { place, bytes } of this.#tree.takeTiles()) await this.#put(tilePath(place), bytes);
    const text = `${ORIGIN}\n${this.#tree.size}\n${Buffer.from(this.#tree.root()).toString('base64')}\n`;
    const id = keyId({ name: ORIGIN, type: 'note', publicKey: key.publicKey });
    const signature = await key.sign(Buffer.from(text));
    await this.#put('checkpoint', writeNote({ text, signatures: [{ name: ORIGIN, id, signature }] }));
  }

  async #flush(): Promise<void> {
    const index = Math.floor((this.#tree.size - 1) / WIDTH);
    const width = this.#bundle.length;
    await this.#put(tilePath({ level: 'entries', index, width }), Buffer.concat(this.#bundle));
    this.#bundle = [];
    for (const { place, bytes } of this.#tree.takeTiles()) {
      if (place.width === WIDTH) await this.#put(tilePath(place), bytes);
    }
  }

  async #put(path: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.#directory, path);
    if (!this.#written.has(dirname(file))) await mkdir(dirname(file), { recursive: true });
    this.#written.add(dirname(file));
    await writeFile(file, bytes);
  }
}

async function write(directory: string, log: BenchLog, chain: WriterChain): Promise<void> {
  const limits = { segmentBytes: 64 * 1024 * 1024, segmentMs: 3_600_000 };
  const onFatal = () => undefined;
  const sink = createFileSink({ files: nodeFiles, directory, clock: Date.now, chain, limits, onFatal });
  const nextId = createUlid(Date.now, randomBytes);
  const put = async (kind: 'open' | 'records' | 'close', bytes: readonly Uint8Array[]) => {
    const sealed = chain.seal(kind, bytes);
    if (!values['no-segments']) await sink.commit(sealed);
    for (const entry of [...bytes, sealed.sealed]) await log.append(entry);
  };
  await put('open', [chain.certificate]);
  for (let done = 0; done < (records ?? 0); done += batch ?? 1) {
    const count = Math.min(batch ?? 1, (records ?? 0) - done);
    await put(
      'records',
      Array.from({ length: count }, () => encodeRecord(record(nextId()))),
    );
  }
  await put('close', []);
  await sink.close();
}

function record(id: string): Parameters<typeof encodeRecord>[0] {
  const name = (n: number) => `Observation.field${n}`;
  return {
    v: 1,
    id,
    time: new Date().toISOString(),
    kind: 'operation',
    tenant: 'riverside',
    actor: 'dr-one',
    roles: ['PHYSICIAN'],
    assurance: ['mfa'],
    client: 'portal',
    network: 'a1b2c3d4',
    address: 'AQIDBA',
    purpose: 'TREAT',
    policyVersion: 'p1',
    document: 'sha256:00',
    operation: 'Chart',
    request: id,
    session: 's-1',
    refusal: null,
    count: 1,
    shapes: [
      {
        type: 'Observation',
        via: null,
        fields: Array.from(
          { length: fields ?? 1 },
          (_, n) => [name(n), 'LAB', 'PERMIT', 'NONE', 'GRANT', 'PhiCategory.LAB#2'] as const,
        ),
      },
    ],
    subjects: [
      {
        subject: 'p1',
        groups: [
          {
            shape: 0,
            resources: Array.from({ length: rows ?? 1 }, (_, n) => `${id}-${n}`),
            consent: null,
            breakGlass: null,
          },
        ],
      },
    ],
  };
}

const directory = await mkdtemp(join(tmpdir(), 'phield-verify-'));
try {
  const installationKey = memoryKey(installationKeyName(ORIGIN));
  const logKey = memoryKey(ORIGIN);
  const writer = createUlid(Date.now, randomBytes)();
  const chain = await createWriterChain({
    writer,
    installationKey,
    origin: ORIGIN,
    build: 'bench',
    clock: Date.now,
  });
  const log = new BenchLog(join(directory, 'log'));
  await write(directory, log, chain);
  await log.finish(logKey);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const report = await verifyLedger({
    trust: readTrust({
      origin: ORIGIN,
      log: [writeVkey({ name: ORIGIN, type: 'note', publicKey: logKey.publicKey })],
      installation: [writeVkey(installationVkey(ORIGIN, installationKey.publicKey))],
      witnesses: [],
      quorum: 0,
      checkpoint: null,
    }),
    pinned: true,
    log: readLogFolder(join(directory, 'log')),
    segments: values['no-segments'] ? null : directory,
    allSegments: !values['no-segments'],
    table: null,
    heartbeat: 5,
    clock: () => performance.now(),
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    },
  });
  const mb = (bytes: number) => Math.round(bytes / 1_048_576);
  process.stdout.write(
    `${report.records} records, ${report.events} events, ${report.batches} batches: ${(report.took / 1000).toFixed(1)} s, ` +
      `peak RSS ${mb(peak)} MB (${mb(before)} MB before), ${report.ok ? 'ok' : JSON.stringify(report.firstBad)}\n`,
  );
  if (!report.ok) process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
