/** A file of codes that is refused: nothing of it is used, and what was there before stays. */
export class CodeFileError extends Error {
  readonly file: string;
  /** From 1; `null`: the file as a whole. */
  readonly line: number | null;
  /** Constant text. */
  readonly reason: string;

  constructor(file: string, line: number | null, reason: string) {
    super(`${file}${line === null ? '' : `:${line}`}: ${reason}`);
    this.name = 'CodeFileError';
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

/** What is wrong with one line; who reads the file says which. */
export class CodeLineError extends Error {}
