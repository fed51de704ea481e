/**
 * Where the log's objects lie: a folder, or a bucket. Paths are those of C2SP tlog-tiles (`checkpoint`,
 * `tile/0/x001/234`, `tile/entries/000.p/17`) and our own `plan/<size>`.
 *
 * Everything but `checkpoint` is written once: `create` MUST NOT replace what is there, in one atomic step
 * (link(2); If-None-Match: *), and MUST be durable when it resolves. All reject with UpstreamUnavailableError
 * when the store is slow, full, refusing or gone; none retries for longer than its own time-out.
 */
export interface LogStore {
  /** @returns `null` where there is nothing. */
  get(path: string): Promise<Uint8Array | null>;
  create(path: string, bytes: Uint8Array): Promise<'created' | 'exists'>;
  /**
   * Puts the checkpoint in the place of `expected` (`null`: of none), atomically.
   * @returns false, and changes nothing, when it is another by now.
   */
  replaceCheckpoint(bytes: Uint8Array, expected: Uint8Array | null): Promise<boolean>;
  /** Removes a plan or a partial tile that a longer one has taken the place of; never anything else. */
  remove(path: string): Promise<void>;
}
