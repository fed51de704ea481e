import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { InputFile } from './input-file.ts';

export interface SpooledInput extends InputFile {
  /** Removes the spool. */
  dispose(): Promise<void>;
}

/**
 * A stream that can be read twice: kept in a temporary file, encrypted under a key that never leaves this
 * process, so that a crash leaves no PHI behind (45 CFR 164.312(a)(2)(iv)).
 */
export async function spoolInput(name: string, stream: AsyncIterable<Buffer>): Promise<SpooledInput> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-import-'));
  const path = join(folder, 'spool');
  const key = randomBytes(32);
  const counter = randomBytes(16);
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const cipher = createCipheriv('aes-256-ctr', key, counter);
    await pipeline(stream, cipher, createWriteStream(path, { mode: 0o600 }));
    const { size } = await stat(path);
    return { name, size, read: () => decrypted(path, key, counter), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function* decrypted(path: string, key: Buffer, counter: Buffer): AsyncIterable<Buffer> {
  const decipher = createDecipheriv('aes-256-ctr', key, counter);
  for await (const chunk of createReadStream(path)) {
    if (Buffer.isBuffer(chunk)) yield decipher.update(chunk);
  }
}
