import { scanSegment } from './scan-segment.ts';
import { SegmentHeader } from './segment-format.ts';

/** @returns the header of a segment; `null` when its first frame is not a whole header. */
export async function readHeader(path: string): Promise<SegmentHeader | null> {
  for await (const item of scanSegment(path)) {
    if (item.kind !== 'frame' || item.frame.type !== 'header') return null;
    return parsePayload(SegmentHeader, item.frame.payload);
  }
  return null;
}

/** Reads a frame's JSON payload; `null` when it is not of the form. */
export function parsePayload<T>(
  form: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  payload: Buffer,
): T | null {
  try {
    const parsed = form.safeParse(JSON.parse(payload.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
