import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes a line and waits while the reader is slower than we are; a reader that went away ends the wait. */
export async function writeLine(stream: Writable, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain').catch(() => undefined);
}
