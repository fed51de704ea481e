import { readFile, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { CodeSet } from '../code-set.ts';
import { decodeCodeFile } from './code-file.ts';
import { CodeFileError } from './code-file-error.ts';
import { createCodeSet } from './create-code-set.ts';
import { codeFileOf } from './write-code-file.ts';

/** The code set in use: read at first use, and again when another was imported. */
export interface CodeSetSource {
  /** `null`: none was imported. One that cannot be read leaves the former one in use. Never rejects. */
  current(): Promise<CodeSet | null>;
}

export interface CodeSetOptions {
  readonly dataDir: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told once for each file that is refused: file, line, what was expected. Nothing of a patient. */
  readonly onRefused: (error: CodeFileError) => void;
}

/** Milliseconds between two looks at the file. */
const LOOK_EVERY = 1_000;

export function openCodeSet({ dataDir, clock, onRefused }: CodeSetOptions): CodeSetSource {
  const file = codeFileOf(dataDir);
  let current: CodeSet | null = null;
  let seen = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;

  async function look(): Promise<void> {
    const mark = await markOf(file);
    if (mark === seen) return;
    seen = mark;
    if (mark === 'none') {
      current = null;
      return;
    }
    try {
      const { head, codes } = await decodeCodeFile(await readFile(file, 'utf8'), file, setImmediate);
      current = await createCodeSet(head.version, codes);
    } catch (error) {
      onRefused(error instanceof CodeFileError ? error : new CodeFileError(file, null, 'it cannot be read'));
    }
  }

  return Object.freeze({
    async current() {
      if (underWay === null && Math.abs(clock() - lookedAt) >= LOOK_EVERY) {
        lookedAt = clock();
        underWay = look().finally(() => {
          underWay = null;
        });
      }
      // Who comes while another set is read is answered from the one in use, if there is one.
      if (underWay !== null && current === null) await underWay;
      return current;
    },
  });
}

/** Changes whenever the file is replaced. */
async function markOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(file);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return 'none';
  }
}
