import { DeleteObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { BundleRemover } from '../../src/ledger/keep/prune-bundles.ts';
import { parseTilePath, TILE_WIDTH } from '../../src/ledger/log/tile-path.ts';
import { objectVersions } from './object-versions.ts';

/**
 * Removes entry bundles of a log in a bucket, by a role that may delete versions; the gateway's own MUST NOT. A lock
 * that has not expired keeps its version, and so does a bundle that was written over: somebody has to look at that
 * first.
 */
export function s3BundleRemover({
  client,
  bucket,
  prefix,
}: {
  readonly client: S3Client;
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}): BundleRemover {
  return Object.freeze({
    async remove(path: string) {
      const place = parseTilePath(path);
      if (place?.level !== 'entries' || place.width !== TILE_WIDTH) throw new RangeError('no full bundle');
      const Key = `${prefix}${path}`;
      try {
        const [version, ...others] = await objectVersions(client, bucket, Key);
        if (version === undefined) return 'absent';
        if (others.length > 0) return 'locked';
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId: version }));
        return 'removed';
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === 'AccessDenied') return 'locked';
        throw new UpstreamUnavailableError(`the bucket: ${error instanceof Error ? error.name : 'failed'}`);
      }
    },
  });
}
