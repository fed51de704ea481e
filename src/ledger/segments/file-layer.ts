/**
 * The few calls the ledger makes on the file system, so that tests can fail, delay or shorten each.
 * A call MUST reject with the system's error; none MAY retry by itself.
 */
export interface LedgerFile {
  /** Appends; resolves to the number of bytes taken, which may be fewer than given. */
  write(bytes: Uint8Array): Promise<number>;
  /** fdatasync(2): the data, and the length needed to read it, are on the device. */
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface FileLayer {
  /** Creates the directory and its parents, mode 0700; an existing one is fine. */
  makeDirectory(path: string): Promise<void>;
  /** O_APPEND | O_CREAT | O_EXCL, mode 0600. */
  create(path: string): Promise<LedgerFile>;
  /** fsync(2) of a directory: entries made in it survive a crash. */
  syncDirectory(path: string): Promise<void>;
  remove(path: string): Promise<void>;
}
