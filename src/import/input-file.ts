/** Something to import that can be read more than once. */
export interface InputFile {
  /** As the operator named it, or found under a folder the operator named. */
  readonly name: string;
  /** Bytes as stored (compressed ones where it is gzipped). */
  readonly size: number;
  /** The bytes as stored, from the start. Rejects when it cannot be read. */
  read(): AsyncIterable<Buffer>;
}
