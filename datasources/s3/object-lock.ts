import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import { objectVersions } from './object-versions.ts';

export interface LockPlace {
  readonly client: S3Client;
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
}

/**
 * Whether nobody, the account's owner included, may remove the first version of an object for now: Object Lock in
 * compliance mode. Who may not ask for it (`s3:GetObjectRetention`) is told of none.
 * @param now milliseconds since the epoch.
 * @throws UpstreamUnavailableError
 */
export async function isLocked(
  { client, bucket, prefix }: LockPlace,
  path: string,
  now: number,
): Promise<boolean> {
  const Key = `${prefix}${path}`;
  try {
    const oldest = (await objectVersions(client, bucket, Key)).at(-1);
    if (oldest === undefined) return false;
    const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key, VersionId: oldest }),
    );
    return mode === 'COMPLIANCE' && until !== undefined && until.getTime() > now;
  } catch (error) {
    throw new UpstreamUnavailableError(`the bucket: ${error instanceof Error ? error.name : 'failed'}`);
  }
}
