import { basename } from 'node:path';
import type { FileLayer } from '../../src/ledger/segments/file-layer.ts';

interface StoredFile {
  /** As processes see it. */
  content: Buffer;
  /** As the device holds it. */
  durable: Buffer;
  /** The directory entry is on the device. */
  named: boolean;
}

export type DeviceFault = 'write' | 'datasync';

/**
 * A device that loses what was not synced, as a power cut does, takes writes in small pieces, and after a
 * failed fdatasync drops the bytes and reports success the next time, as Linux does.
 */
export class MemoryDevice {
  readonly #stored = new Map<string, StoredFile>();
  readonly #fails: (call: DeviceFault, index: number) => boolean;
  readonly #piece: number;
  #calls = 0;
  readonly files: FileLayer;

  constructor(fails: (call: DeviceFault, index: number) => boolean, piece: number) {
    this.#fails = fails;
    this.#piece = piece;
    this.files = {
      makeDirectory: async () => undefined,
      create: async (path) => this.#create(path),
      syncDirectory: async () => {
        await turn();
        for (const file of this.#stored.values()) file.named = true;
      },
      remove: async (path) => {
        this.#stored.delete(path);
      },
    };
  }

  /** What a power cut right now would leave, by file name. */
  image(): ReadonlyMap<string, Buffer> {
    const named = [...this.#stored].filter(([, file]) => file.named);
    return new Map(named.map(([path, file]) => [basename(path), file.durable]));
  }

  #create(path: string) {
    if (this.#stored.has(path)) throw failure('EEXIST');
    const file: StoredFile = { content: Buffer.alloc(0), durable: Buffer.alloc(0), named: false };
    this.#stored.set(path, file);
    return {
      write: async (bytes: Uint8Array) => {
        await turn();
        const failing = this.#fails('write', this.#calls++);
        const taken = bytes.subarray(0, failing ? 11 : this.#piece);
        file.content = Buffer.concat([file.content, taken]);
        if (failing) throw failure('EIO');
        return taken.length;
      },
      datasync: async () => {
        await turn();
        if (this.#fails('datasync', this.#calls++)) {
          const lost = Buffer.alloc(file.content.length - file.durable.length);
          file.content = Buffer.concat([file.durable, lost]);
          throw failure('EIO');
        }
        file.durable = file.content;
      },
      truncate: async (length: number) => {
        file.content = file.content.subarray(0, length);
      },
      close: async () => undefined,
    };
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Lets whoever does not wait run ahead. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
