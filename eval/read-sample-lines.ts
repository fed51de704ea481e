import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MissingSample } from './missing-sample.ts';

/**
 * The values of a JSON Lines file of the samples.
 * @param path within the samples: `text/text/asq-phi.jsonl`
 * @throws MissingSample
 */
export async function readSampleLines(samples: string, path: string): Promise<readonly unknown[]> {
  const file = join(samples, path);
  if (!existsSync(file)) throw new MissingSample(path);
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line): unknown => JSON.parse(line));
}
