import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { openFileInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { createUlid } from '../../src/ledger/ulid.ts';
import { sampleRecord } from './sample-record.ts';

/**
 * A writer to be killed, traced or starved. Arguments: directory, appenders, records (0: until killed),
 * milliseconds between attempts after a refusal, the `file-ledger.ts` to use. Prints `ack <id>`, `refused` and `available <detail>` lines,
 * each with one write(2) of its own at the moment it happens.
 */
const [
  directory = '',
  appenders = '16',
  records = '0',
  pause = '20',
  build = '../../src/ledger/file-ledger.ts',
] = process.argv.slice(2);
const { openFileLedger }: typeof import('../../src/ledger/file-ledger.ts') = await import(build);
const say = (line: string) => writeSync(1, `${line}\n`);
const newId = createUlid(Date.now, randomBytes);
const limit = Number(records) === 0 ? Number.POSITIVE_INFINITY : Number(records);
let started = 0;

const ledger = await openFileLedger({
  installation: await openFileInstallation(dirname(directory)),
  directory,
  clock: Date.now,
  random: randomBytes,
  onFatal: (detail) => say(`fatal ${detail}`),
  onAvailability: (available, detail) => say(`${available ? 'available' : 'unavailable'} ${detail}`),
  limits: { segmentBytes: 200_000, retryMs: 50 },
});

async function append(): Promise<void> {
  while (started < limit) {
    started += 1;
    const id = newId();
    try {
      await ledger.append(sampleRecord({ id }));
      say(`ack ${id}`);
    } catch {
      say('refused');
      await new Promise((resolve) => setTimeout(resolve, Number(pause)));
    }
  }
}

await Promise.all(Array.from({ length: Number(appenders) }, append));
await ledger.close();
