import { setImmediate } from 'node:timers/promises';
import { type CodeFileHead, decodeCodeFile, encodeCodeFile } from './code-file.ts';
import { CodeFileError } from './code-file-error.ts';
import { openCodeLines } from './open-code-lines.ts';
import { readCodeLines } from './read-code-lines.ts';
import { codeFileOf, writeCodeFile } from './write-code-file.ts';

export interface CodeImport {
  readonly path: string;
  /** `2021`. */
  readonly version: string;
  readonly dataDir: string;
  readonly onBytes: (read: number, of: number) => void;
}

/**
 * Puts an order file in the place of the code set in use. What is wrong anywhere in it, and nothing changes.
 * @throws CodeFileError
 */
export async function importCodes({ path, version, dataDir, onBytes }: CodeImport): Promise<CodeFileHead> {
  const codes = await readCodeLines(openCodeLines(path, onBytes), path).catch(explain(path));
  const text = encodeCodeFile(version, codes);
  const file = codeFileOf(dataDir);
  // What is kept MUST be readable as it stands there.
  const { head } = await decodeCodeFile(text, file, setImmediate);
  await writeCodeFile(file, text);
  return head;
}

function explain(path: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOENT') throw new CodeFileError(path, null, 'there is no such file');
      if (error.code === 'EISDIR') throw new CodeFileError(path, null, 'it is a folder');
      if (error.code === 'EACCES') throw new CodeFileError(path, null, 'it may not be read');
    }
    throw error;
  };
}
