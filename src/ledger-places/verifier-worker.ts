import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { VerificationResult } from '../ledger/desk/verification-outcome.ts';
import { trustKeys } from '../ledger/verify/trust.ts';
import { ownTrust } from './own-trust.ts';
import { verifyPlaces } from './verify-places.ts';

/** The thread that verifies a gateway's whole ledger, once, by the installation's own keys. */
const Given = z.object({
  config: z.custom<Config>((given) => typeof given === 'object' && given !== null),
});

const { config } = Given.parse(workerData);
const believed = { trust: trustKeys(await ownTrust(config)), pinned: false };
const { ok, records, size, findings, firstBad } = await verifyPlaces(config, {}, believed, () => undefined);
parentPort?.postMessage({
  ok,
  entries: records,
  size,
  findings: findings.length,
  firstBad: firstBad === null ? null : { code: firstBad.code, index: firstBad.index },
} satisfies VerificationResult);
