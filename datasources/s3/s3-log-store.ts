import { hash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Clock } from '../../src/clock.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { LogStore } from '../../src/ledger/log/log-store.ts';
import { CHECKPOINT_PATH, parseTilePath, TILE_WIDTH } from '../../src/ledger/log/tile-path.ts';
import { objectVersions } from './object-versions.ts';

export interface S3LogStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  readonly clock: Clock;
  /**
   * How long nobody, the account's owner included, may remove or change what was written: Object Lock in compliance
   * mode. `null`: the bucket has none. 45 CFR 164.316(b)(2) asks six years.
   */
  readonly lockYears: number | null;
}

interface Present {
  readonly bytes: Uint8Array;
  readonly etag: string;
}

const PLAN = /^plan\/(0|[1-9]\d{0,15})$/;

/**
 * The log in a bucket. `If-None-Match: *` makes an object once; a lock protects versions, not names, so what was
 * written first is what is read, whatever was put or deleted over it later. Partial tiles and plans are not locked:
 * they go when full ones have taken their place.
 */
export function createS3LogStore({ client, bucket, prefix, clock, lockYears }: S3LogStoreOptions): LogStore {
  const place = (path: string) => ({ Bucket: bucket, Key: `${prefix}${path}` });

  function lockOf(path: string): Partial<PutObjectCommandInput> {
    const tile = parseTilePath(path);
    const lasting = path === CHECKPOINT_PATH || tile?.width === TILE_WIDTH;
    if (lockYears === null || !lasting) return {};
    const until = new Date(clock());
    until.setUTCFullYear(until.getUTCFullYear() + lockYears);
    return { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until };
  }

  /** @returns the status of a refusal that the protocol has a meaning for. */
  async function put(path: string, bytes: Uint8Array, when: Partial<PutObjectCommandInput>): Promise<number> {
    const sum = hash('sha256', bytes, 'base64');
    try {
      await client.send(
        new PutObjectCommand({ ...place(path), Body: bytes, ChecksumSHA256: sum, ...lockOf(path), ...when }),
      );
      return 200;
    } catch (error) {
      const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
      // If-Match on a name without an object is 404; two at the same moment are 409.
      if (status === 412 || status === 409 || (status === 404 && isMissing(error))) return status;
      throw unavailable(error);
    }
  }

  async function read(path: string, version?: string): Promise<Present | null> {
    try {
      const input = { ...place(path), ChecksumMode: 'ENABLED' } as const;
      const answer: GetObjectCommandOutput = await client.send(
        new GetObjectCommand(version === undefined ? input : { ...input, VersionId: version }),
      );
      const bytes = await answer.Body?.transformToByteArray();
      if (bytes === undefined || answer.ETag === undefined) {
        throw new UpstreamUnavailableError('the bucket answers without an object');
      }
      return { bytes, etag: answer.ETag };
    } catch (error) {
      if (isMissing(error)) return null;
      throw unavailable(error);
    }
  }

  async function versions(path: string): Promise<readonly string[]> {
    try {
      return await objectVersions(client, bucket, `${prefix}${path}`);
    } catch (error) {
      throw unavailable(error);
    }
  }

  async function first(path: string): Promise<Uint8Array | null> {
    const oldest = (await versions(path)).at(-1);
    return oldest === undefined ? null : ((await read(path, oldest))?.bytes ?? null);
  }

  return Object.freeze({
    async get(path: string) {
      if (path === CHECKPOINT_PATH) return (await read(path))?.bytes ?? null;
      assertPath(path);
      return first(path);
    },
    async create(path: string, bytes: Uint8Array) {
      assertPath(path);
      const status = await put(path, bytes, { IfNoneMatch: '*' });
      if (status === 409) throw new UpstreamUnavailableError('the bucket: two at once');
      return status === 200 ? 'created' : 'exists';
    },
    async replaceCheckpoint(bytes: Uint8Array, expected: Uint8Array | null) {
      const present = await read(CHECKPOINT_PATH);
      if (present === null ? expected !== null : expected === null || !isSame(present.bytes, expected))
        return false;
      const when = present === null ? { IfNoneMatch: '*' } : { IfMatch: present.etag };
      if ((await put(CHECKPOINT_PATH, bytes, when)) === 200) return true;
      // An answer that was lost on its way makes the client ask twice, and be refused for what it did itself.
      const now = await read(CHECKPOINT_PATH);
      return now !== null && isSame(now.bytes, bytes);
    },
    async remove(path: string) {
      assertPath(path);
      for (const version of await versions(path)) {
        try {
          await client.send(new DeleteObjectCommand({ ...place(path), VersionId: version }));
        } catch (error) {
          if (!isMissing(error)) throw unavailable(error);
        }
      }
    },
  });
}

/** @throws RangeError for anything but a tile, a bundle or a plan. */
function assertPath(path: string): void {
  if (parseTilePath(path) === null && !PLAN.test(path)) throw new RangeError('no path of a log');
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NoSuchVersion')
  );
}

/** Names of errors are constants of S3 and of the client; their texts may hold keys. */
function unavailable(error: unknown): UpstreamUnavailableError {
  if (error instanceof UpstreamUnavailableError) return error;
  return new UpstreamUnavailableError(`the bucket: ${error instanceof Error ? error.name : 'failed'}`);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
