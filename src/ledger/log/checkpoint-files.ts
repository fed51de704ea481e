import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../../read-if-there.ts';

export interface CheckpointFilesOptions {
  readonly directory: string;
  /** Durable, and only where there is none of this name. */
  readonly createFile: (path: string, bytes: Uint8Array) => Promise<'created' | 'exists'>;
  /** Puts the bytes where readers look for a checkpoint. */
  readonly publish: (bytes: Uint8Array) => Promise<void>;
  readonly published: () => Promise<Uint8Array | null>;
}

interface Generation {
  /** From 1; 0: none was numbered yet. */
  readonly number: number;
  readonly bytes: Uint8Array | null;
}

/** Numbers kept, so that whoever lists the directory meets one that is neither just made nor just removed. */
const KEPT = 64;

/**
 * Compare and swap between processes without a lock: no lock that a killed process keeps, none that a process which
 * slept has lost without knowing. Checkpoints are numbered files that are made once; the highest is the one in
 * force. Who makes the next number has replaced it, unless it was long past: then a higher one is there.
 */
export class CheckpointFiles {
  readonly #options: CheckpointFilesOptions;

  constructor(options: CheckpointFilesOptions) {
    this.#options = options;
  }

  async current(): Promise<Uint8Array | null> {
    return (await this.#highest()).bytes;
  }

  /** @returns false, and changes nothing, unless `expected` is in force. */
  async replace(bytes: Uint8Array, expected: Uint8Array | null): Promise<boolean> {
    const before = await this.#highest();
    const same =
      before.bytes === null || expected === null
        ? before.bytes === expected
        : Buffer.compare(before.bytes, expected) === 0;
    if (!same) return false;
    const number = before.number + 1;
    if ((await this.#options.createFile(this.#path(number), bytes)) === 'exists') return false;
    const [last = 0] = await this.#numbers();
    if (last >= number + KEPT) {
      // We slept, and our number had been given, replaced and tidied away meanwhile.
      await unlink(this.#path(number)).catch(() => undefined);
      return false;
    }
    await this.publish();
    return true;
  }

  /** Shows readers the one in force; whoever is late with it looks again. */
  async publish(): Promise<void> {
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const { number, bytes } = await this.#highest();
      if (bytes === null) return;
      await this.#options.publish(bytes);
      const [last, ...older] = await this.#numbers();
      if (last !== number) continue;
      for (const one of older.slice(KEPT)) await unlink(this.#path(one)).catch(() => undefined);
      return;
    }
  }

  async #highest(): Promise<Generation> {
    for (;;) {
      const [number] = await this.#numbers();
      if (number === undefined) return { number: 0, bytes: await this.#options.published() };
      const bytes = await readIfThere(this.#path(number));
      if (bytes !== null) return { number, bytes };
    }
  }

  /** Highest first. */
  async #numbers(): Promise<readonly number[]> {
    const numbers = (await readdir(this.#options.directory)).flatMap((name) => {
      const match = /^checkpoint-(\d{15})$/.exec(name);
      return match === null ? [] : [Number(match[1])];
    });
    return numbers.sort((a, b) => b - a);
  }

  #path(number: number): string {
    return join(this.#options.directory, `checkpoint-${String(number).padStart(15, '0')}`);
  }
}
