import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { compareReviewed } from './compare-reviewed.ts';
import { readTexts } from './read-texts.ts';

/** The thread that compares two versions: where the words of a schema changed, every cell is asked on both sides. */
const File = z.object({ name: z.string(), body: z.string() });
const Side = z.object({ version: z.string(), tenant: z.string(), schema: z.array(File), overlay: File });
const Asked = z.object({
  old: Side,
  now: Side,
  documents: z.array(z.object({ name: z.string(), text: z.string() })),
});

const { old, now, documents } = Asked.parse(workerData);
const read = ({ version, tenant, schema, overlay }: z.output<typeof Side>) => {
  const reviewed = readTexts(version, tenant, schema, overlay, () => () => true);
  if (reviewed === null) throw new Error('texts that were read once are read again');
  return reviewed;
};

parentPort?.postMessage(compareReviewed(read(old), read(now), documents));
