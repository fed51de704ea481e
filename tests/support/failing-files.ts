import type { FileLayer, LedgerFile } from '../../src/ledger/segments/file-layer.ts';
import { nodeFiles } from '../../src/ledger/segments/node-files.ts';

/** What a failing device does to one kind of call. */
export type DeviceFault =
  | { readonly call: 'write' | 'datasync' | 'create' | 'syncDirectory'; readonly code: string }
  /** A write that takes some bytes and fails all the same. */
  | { readonly call: 'torn'; readonly code: string }
  /** Nothing ends before the fault does. */
  | { readonly call: 'stall' };

export interface FailingFiles extends FileLayer {
  /** `null`: the device is whole. */
  fail(fault: DeviceFault | null): void;
}

/** The machine's files behind a switch. */
export function failingFiles(first: DeviceFault | null = null): FailingFiles {
  let fault = first;
  let release = () => {};
  let released = Promise.resolve();

  const ask = async (call: string): Promise<void> => {
    if (fault?.call === 'stall' && (call === 'write' || call === 'datasync')) await released;
    if (fault !== null && fault.call === call && 'code' in fault) throw systemError(fault.code);
  };
  const wrapped = (file: LedgerFile): LedgerFile => ({
    async write(bytes) {
      await ask('write');
      if (fault?.call === 'torn') {
        await file.write(bytes.subarray(0, bytes.length / 2));
        throw systemError(fault.code);
      }
      return file.write(bytes);
    },
    async datasync() {
      await ask('datasync');
      await file.datasync();
    },
    truncate: (length) => file.truncate(length),
    close: () => file.close(),
  });
  return {
    ...nodeFiles,
    async create(path) {
      await ask('create');
      return wrapped(await nodeFiles.create(path));
    },
    async syncDirectory(path) {
      await ask('syncDirectory');
      await nodeFiles.syncDirectory(path);
    },
    fail(next) {
      fault = next;
      release();
      released = new Promise((resolve) => {
        release = resolve;
      });
    },
  };
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
