import type { InclusionProof } from './prove.ts';

/**
 * A C2SP tlog-proof about one event. Its extra data is the line `phield-ledger-event-v1 <event id>` and behind it the
 * record's bytes, which are the log's entry: cut off the line, and any tool for such proofs can check the rest.
 *
 * @param event `<record id>.<ordinal>`.
 */
export function writeProofFile(event: string, { index, entry, hashes, checkpoint }: InclusionProof): Buffer {
  const extra = Buffer.concat([Buffer.from(`phield-ledger-event-v1 ${event}\n`), entry]).toString('base64');
  const path = hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
  const head = `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex ${index}\n${path}\n`;
  return Buffer.concat([Buffer.from(head), checkpoint]);
}
