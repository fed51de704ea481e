/** What one client may hold of a gateway by HTTP alone. Times are milliseconds. */
export interface DoorBounds {
  /** Of a request's body; an operation with its variables is far smaller. */
  readonly bodyBytes: number;
  /** Of request line and headers together. */
  readonly headerBytes: number;
  readonly headers: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** How often both are looked after. */
  readonly checkEveryMs: number;
  /** Of a connection on which nothing moves. */
  readonly connectionMs: number;
  readonly keepAliveMs: number;
  /** At the same time, from all clients. */
  readonly connections: number;
  readonly requestsPerConnection: number;
}

export const DEFAULT_BOUNDS: DoorBounds = Object.freeze({
  bodyBytes: 256 * 1024,
  headerBytes: 16 * 1024,
  headers: 100,
  requestMs: 30_000,
  headersMs: 10_000,
  checkEveryMs: 5_000,
  connectionMs: 60_000,
  keepAliveMs: 10_000,
  connections: 4_000,
  requestsPerConnection: 10_000,
});
