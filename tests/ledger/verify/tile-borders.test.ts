import { expect, test } from 'vitest';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { writeNote } from '../../../src/ledger/log/note.ts';
import { MemoryLog } from '../keep/log-of.ts';
import { TEST_ORIGIN } from '../support/seal-batches.ts';
import { oneLedger } from './one-ledger.ts';
import { readObjects } from './reference-log.ts';

const BATCH = 4_000;

/** A log of exactly so many entries, and what an auditor finds in it. */
async function logOf(size: number) {
  const { installation, keys, trust, verify } = oneLedger();
  const chain = await installation.writer();
  const log = new MemoryLog().append(chain.seal('open', [chain.certificate]));
  const record = Buffer.from('{"v":1,"id":"r"}');
  for (let left = size - 2; left > 0; left -= Math.min(left, BATCH + 1)) {
    const count = Math.min(left, BATCH + 1) - 1;
    log.append(chain.seal(count === 0 ? 'heartbeat' : 'records', Array(count).fill(record)));
  }
  const note = await signCheckpoint({ origin: TEST_ORIGIN, ...log.head }, keys.log);
  const { objects } = log;
  // Partial ones that a longer one took the place of.
  for (const path of objects.keys()) if (isPast(path, size)) objects.delete(path);
  objects.set('checkpoint', writeNote(note));
  const look = () => verify({ log: readObjects(objects), trust: trust({ quorum: 0 }) });
  return { objects, look };
}

function isPast(path: string, size: number): boolean {
  const [, level = '', index = '', width] = /^tile\/(\w+)\/(\d{3})\.p\/(\d+)$/.exec(path) ?? [];
  if (width === undefined) return false;
  const hashes = level === 'entries' ? size : Math.floor(size / 256 ** Number(level));
  return Number(width) !== hashes - Number(index) * 256;
}

test.each([
  [255, ['tile/0/000.p/255']],
  [256, ['tile/0/000', 'tile/1/000.p/1']],
  [257, ['tile/0/001.p/1', 'tile/1/000.p/1']],
  [65_535, ['tile/0/255.p/255', 'tile/1/000.p/255']],
  [65_536, ['tile/1/000', 'tile/2/000.p/1']],
  [65_537, ['tile/0/256.p/1', 'tile/1/000', 'tile/2/000.p/1']],
])(
  'a log of %i entries: whole, and each of its last tiles is looked at',
  { timeout: 60_000 },
  async (size, last) => {
    const { objects, look } = await logOf(size);
    expect(await look()).toMatchObject({ findings: [], size });
    for (const path of last) {
      const bytes = objects.get(path) ?? new Uint8Array();
      const changed = Buffer.from(bytes);
      changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
      objects.set(path, changed);
      expect((await look()).findings.map(({ code, where }) => [code, where])).toEqual([['TILE_HASH', path]]);
      objects.set(path, bytes);
    }
  },
);
