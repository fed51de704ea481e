import { join } from 'node:path';
import type { FileLayer } from '../segments/file-layer.ts';
import { listSegments } from '../segments/list-segments.ts';
import { segmentName } from '../segments/segment-format.ts';

/**
 * Removes one writer's segments, the last one first: what a killed run leaves is a beginning, never one with a hole.
 * A run that comes second finds nothing, and that is fine.
 */
export async function removeSegments(
  directory: string,
  writer: string,
  files: Pick<FileLayer, 'remove' | 'syncDirectory'>,
): Promise<void> {
  const numbers = (await listSegments(directory)).writers.get(writer) ?? [];
  for (const number of numbers.toReversed()) {
    await files.remove(join(directory, segmentName(writer, number))).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    });
    // Each before the next, so that a power cut leaves a beginning, too.
    await files.syncDirectory(directory);
  }
}
