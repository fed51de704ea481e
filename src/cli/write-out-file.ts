import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { writeAtomically } from '../ledger/export/write-atomically.ts';
import { untilSignalled } from './until-signalled.ts';

/** As a shell has it of a command that SIGINT ended. */
const INTERRUPTED = 130;

/** The file of `--out`: whole or not at all, also when the command is interrupted. */
export async function writeOutFile(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  await writeAtomically(path, pieces, randomBytes, (temporary) => {
    untilSignalled(() => {
      rmSync(temporary, { force: true });
      process.exit(INTERRUPTED);
    });
  });
}
