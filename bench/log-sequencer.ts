import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedBatch } from '../src/ledger/chain/batch.ts';
import { installationKeyName } from '../src/ledger/chain/ledger-origin.ts';
import { createWriterChain } from '../src/ledger/chain/seal-batch.ts';
import type { SigningKey } from '../src/ledger/chain/signing-key.ts';
import { openFolderStore } from '../src/ledger/log/folder-store.ts';
import { Sequencer } from '../src/ledger/log/sequencer.ts';
import { Witnesses } from '../src/ledger/log/witnesses.ts';
import { createUlid } from '../src/ledger/ulid.ts';

/**
 * How many records a sequencer takes into a log in a folder, on one core: `node bench/log-sequencer.ts [records]
 * [bytes of a record] [records of a batch]`. Reading segments is left out; sealing happens before.
 */
const [count = 300_000, bytes = 600, perBatch = 64] = process.argv.slice(2).map(Number);
const origin = 'bench.local/log';

function key(name: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    name,
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    sign: async (message) => sign(null, message, privateKey),
  };
}

const installationKey = key(installationKeyName(origin));
const logKey = key(origin);
const writer = createUlid(Date.now, randomBytes)();
const chain = await createWriterChain({ writer, installationKey, origin, build: 'bench', clock: Date.now });
const batches: SealedBatch[] = [chain.seal('open', [chain.certificate])];
for (let made = 0; made < count; made += perBatch) {
  batches.push(
    chain.seal(
      'records',
      Array.from({ length: perBatch }, (_, at) => Buffer.alloc(bytes, `${made + at} `)),
    ),
  );
}
const root = await mkdtemp(join(tmpdir(), 'phield-bench-log-'));
try {
  const sequencer = new Sequencer({
    origin,
    keys: [{ name: origin, type: 'note', publicKey: logKey.publicKey }],
    logKey,
    installationKeys: [installationKey.publicKey],
    store: await openFolderStore({ directory: join(root, 'log'), state: join(root, 'state') }),
    sources: [
      {
        name: 'file',
        writers: async () => [writer],
        async *batches(_writer, from) {
          for (let at = from - 1; at < batches.length; at += 1) {
            const batch = batches[at];
            if (batch !== undefined) yield batch;
          }
        },
      },
    ],
    witnesses: new Witnesses({ witnesses: [], now: () => 0, report: () => undefined }),
    memory: { load: async () => null, save: async () => undefined },
    trusted: null,
    now: () => performance.now(),
    heartbeat: 5_000,
    report: (finding) => console.error(finding),
    recordLost: async () => undefined,
  });
  const start = performance.now();
  const before = process.cpuUsage();
  let size = 0;
  let steps = 0;
  for (let outcome = await sequencer.step(); outcome.kind === 'grown'; outcome = await sequencer.step()) {
    size = outcome.size;
    steps += 1;
  }
  const took = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  console.log(`${size} entries in ${steps} steps, ${took.toFixed(2)} s, ${cpu.toFixed(2)} s of CPU`);
  console.log(`${Math.round(count / took)} records/s, ${Math.round(count / cpu)} records per second of CPU`);
} finally {
  await rm(root, { recursive: true, force: true });
}
