import { hash } from 'node:crypto';
import { EMPTY_ROOT } from '../hash.ts';

/** Larger records are rare, and hashed through a buffer of their own. */
const SCRATCH_BYTES = 64 * 1024;
const LEAF = 0x00;
const NODE = 0x01;

/**
 * RFC 6962 §2.1 over records' bytes as leaves, for one thread's use: the tree is paired up level by level, an odd
 * last node rising as it is, which gives the tree that the RFC's split at a power of two gives. Same hashes as
 * `../hash.ts`, in one call each, since every operation pays for two of them.
 * @returns a function of records to 32 bytes.
 */
export function createRecordsRoot(): (records: readonly Uint8Array[]) => Uint8Array {
  const scratch = Buffer.alloc(SCRATCH_BYTES);
  const pair = Buffer.alloc(65);
  pair[0] = NODE;
  return (records) => {
    if (records.length === 0) return EMPTY_ROOT;
    let level = records.map((record) => leaf(scratch, record));
    while (level.length > 1) {
      const above: Buffer[] = [];
      for (let at = 0; at < level.length; at += 2) {
        const [left, right] = [level[at], level[at + 1]];
        if (left === undefined) break;
        if (right === undefined) above.push(left);
        else {
          pair.set(left, 1);
          pair.set(right, 33);
          above.push(hash('sha256', pair, 'buffer'));
        }
      }
      level = above;
    }
    return level[0] ?? EMPTY_ROOT;
  };
}

function leaf(scratch: Buffer, record: Uint8Array): Buffer {
  const into = record.length < scratch.length ? scratch : Buffer.alloc(record.length + 1);
  into[0] = LEAF;
  into.set(record, 1);
  return hash('sha256', into.subarray(0, record.length + 1), 'buffer');
}
