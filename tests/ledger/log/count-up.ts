import { join } from 'node:path';
import { openFolderStore } from '../../../src/ledger/log/folder-store.ts';

/** A process that replaces the checkpoint by the next number, again and again, and prints which numbers it made. */
const [root = '', wins = ''] = process.argv.slice(2);
const store = await openFolderStore({ directory: join(root, 'log'), state: join(root, 'state') });
const won: number[] = [];
while (won.length < Number(wins)) {
  const present = await store.get('checkpoint');
  const next = Number(present === null ? 0 : Buffer.from(present).toString()) + 1;
  if (await store.replaceCheckpoint(Buffer.from(String(next)), present)) won.push(next);
}
process.stdout.write(JSON.stringify(won));
