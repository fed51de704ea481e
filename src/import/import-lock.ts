import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Another import of the same tenant is under way on this data folder. */
export class ImportUnderWayError extends Error {
  readonly pid: number;
  readonly file: string;

  constructor(pid: number, file: string) {
    super('another import of this tenant is under way');
    this.pid = pid;
    this.file = file;
  }
}

export interface ImportLock {
  release(): Promise<void>;
}

/**
 * One import per tenant at a time: the store's writer demands it. The lock is a file with the holder's process id;
 * one whose process is gone is taken over. It holds among processes of one machine.
 *
 * @throws ImportUnderWayError
 */
export async function lockImport(
  dataDir: string,
  tenant: string,
  isAlive: (pid: number) => boolean = processLives,
): Promise<ImportLock> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, `import-${tenant}.lock`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const handle = await open(file, 'wx', 0o600);
      await handle.writeFile(`${process.pid}\n`);
      await handle.close();
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if (!isExisting(error)) throw error;
      const pid = await holder(file);
      if (attempt > 3 || (pid !== null && isAlive(pid))) throw new ImportUnderWayError(pid ?? 0, file);
      await rm(file, { force: true });
    }
  }
}

/** `null` when the file is gone or says nothing: a holder that died between making and writing it. */
async function holder(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\d{1,10}\s*$/.test(text) ? Number(text) : null;
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // No permission to signal it: it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
