import { onTestFinished } from 'vitest';
import { createS3Client, type S3ClientOptions } from '../../../datasources/s3/s3-client.ts';
import { startS3StandIn } from '../../support/s3-stand-in.ts';

/** A bucket of this test's own and a place in it; a call that is not answered in time is cut. */
export async function openBucket(clock: () => number, options: Partial<S3ClientOptions> = {}) {
  const bucket = 'audit-log';
  const s3 = await startS3StandIn(bucket, clock);
  const client = createS3Client({ endpoint: s3.url, region: 'us-east-1', requestTimeout: 300, ...options });
  onTestFinished(async () => {
    client.destroy();
    await s3.close();
  });
  return { s3, place: { client, bucket, prefix: 'live/' } };
}
