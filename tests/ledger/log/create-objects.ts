import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openFolderStore } from '../../../src/ledger/log/folder-store.ts';

/** Makes objects in a folder, one after the other, and says so after each. */
const root = process.argv[2] ?? '';
const store = await openFolderStore({ directory: join(root, 'log'), state: join(root, 'state') });
let present: Buffer | null = null;
for (let at = 1; at <= 5; at += 1) {
  await store.create(`tile/entries/x00${at}/000`, Buffer.from(`bundle ${at}`));
  writeSync(1, `ack tile/entries/x00${at}/000\n`);
  const next = Buffer.from(`checkpoint ${at}`);
  await store.replaceCheckpoint(next, present);
  present = next;
  writeSync(1, `ack checkpoint-${String(at).padStart(15, '0')}\n`);
}
