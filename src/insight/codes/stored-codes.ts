import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { type CodeFileHead, decodeCodeFile } from './code-file.ts';
import { codeFileOf } from './write-code-file.ts';

export interface StoredCodes extends CodeFileHead {
  readonly file: string;
}

/**
 * Which code set is in use.
 * @returns `null`: none was imported.
 * @throws CodeFileError it is there and cannot be used.
 */
export async function storedCodes(dataDir: string): Promise<StoredCodes | null> {
  const file = codeFileOf(dataDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return { ...(await decodeCodeFile(text, file, setImmediate)).head, file };
}
