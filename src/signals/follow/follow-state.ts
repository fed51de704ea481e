import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/** Where somebody who follows the log has come to, and what they know by then. */
export const FollowState = z
  .object({
    v: z.literal(1),
    /** Entry of the log to go on with. */
    next: z.int().min(0),
    /** The last record seen, by which another log is told. */
    last: z.object({ entry: z.int(), crc: z.int() }).nullable(),
    tenants: z.array(
      z.object({
        tenant: z.string(),
        /** As `SignalScan.save` gave it. */
        scan: z.string(),
        /** Findings still open that were told, with what was told of them. */
        told: z.array(z.tuple([z.string(), z.string()])),
      }),
    ),
  })
  .readonly();
export type FollowState = z.output<typeof FollowState>;

/** No tenant's state comes near it. */
const LONGEST = 1024 * 1024 * 1024;

/** @returns `null` where there is none that can be read: everything is then seen again, and found alike. */
export function readFollowState(path: string): FollowState | null {
  try {
    const text = gunzipSync(readFileSync(path), { maxOutputLength: LONGEST }).toString('utf8');
    return FollowState.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** There whole or as it was before; for its owner's eyes alone. @throws what the file system throws */
export function writeFollowState(path: string, state: FollowState): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  writeFileSync(temporary, gzipSync(JSON.stringify(state), { level: 1 }), { mode: 0o600 });
  renameSync(temporary, path);
}
