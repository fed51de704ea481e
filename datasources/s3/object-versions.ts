import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** Pages of versions of one name; more of them is an attack or a mistake. */
const PAGES = 100;

/**
 * Ids of all versions of one object, newest first, delete markers left out: the last one is what was written first.
 * A bucket without versions has one, `null`.
 */
export async function objectVersions(
  client: S3Client,
  bucket: string,
  key: string,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }),
    );
    // Longer names begin with this one too, and come behind it.
    const rows = [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])];
    for (const { Key, VersionId } of answer.Versions ?? []) {
      if (Key === key && VersionId !== undefined) ids.push(VersionId);
    }
    const beyond = rows.some(({ Key }) => Key !== undefined && Key !== key);
    if (answer.IsTruncated !== true || beyond || answer.NextKeyMarker === undefined) return ids;
    marker = {
      KeyMarker: answer.NextKeyMarker,
      ...(answer.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: answer.NextVersionIdMarker }),
    };
  }
  throw new Error('TooManyVersions');
}
