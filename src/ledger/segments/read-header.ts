import { ConfigError } from '../../config.ts';
import { readSignedLine } from '../chain/signed-line.ts';
import { scanSegment } from './scan-segment.ts';
import { FORMAT, SegmentHeader } from './segment-format.ts';

/**
 * @returns the header of a segment; `null` when its first frame is not a whole header.
 * @throws ConfigError for a segment of another format: what it holds is not for this version to read or to judge.
 */
export async function readHeader(path: string): Promise<SegmentHeader | null> {
  for await (const item of scanSegment(path, Number.POSITIVE_INFINITY, 0, false)) {
    if (item.kind !== 'frame' || item.frame.type !== 'header') return null;
    const { payload } = item.frame;
    refuseOtherFormat(path, payload);
    return parseLine(SegmentHeader, payload);
  }
  return null;
}

/** Reads a frame's signed line, without looking at its signature; `null` when it is not of the form. */
export function parseLine<T>(
  form: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  payload: Uint8Array,
): T | null {
  const line = readSignedLine(payload);
  if (line === null) return null;
  try {
    const parsed = form.safeParse(JSON.parse(Buffer.from(line.json).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Segments of format 1 had plain JSON here, without a signature. */
function refuseOtherFormat(path: string, payload: Buffer): void {
  const [json = ''] = payload.toString('utf8').split('\n', 1);
  const format = /^\{"format":(\d{1,9}),/.exec(json)?.[1];
  if (format === undefined || Number(format) === FORMAT) return;
  throw new ConfigError(
    `${path} is of format ${format} and this version reads format ${FORMAT}: read it with the version that wrote it, or move it out of the ledger's directory`,
  );
}
