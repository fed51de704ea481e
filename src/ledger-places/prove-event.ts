import type { Config } from '../config.ts';
import { readVkey } from '../ledger/chain/vkey.ts';
import { decodeRecord } from '../ledger/decode-record.ts';
import { readEventId } from '../ledger/event-id.ts';
import { findEntry } from '../ledger/log/find-entry.ts';
import { writeProofFile } from '../ledger/log/proof-file.ts';
import { proveEntry } from '../ledger/log/prove.ts';
import type { LogReader } from '../ledger/verify/log-reader.ts';
import { readCheckpoint } from '../ledger/verify/read-checkpoint.ts';
import { trustKeys } from '../ledger/verify/trust.ts';
import { ownTrust } from './own-trust.ts';

/**
 * A file that proves to anybody with the public keys that an event is on record.
 * @param reader of the installation's log.
 * @param tenant whose event it must be; `null`: anybody's.
 * @returns `null`: the log has no such event.
 * @throws RangeError for what is no event's id; LedgerMissingError, DataIntegrityError, UpstreamUnavailableError
 */
export async function proveEvent(
  config: Config,
  reader: LogReader,
  event: string,
  tenant: string | null,
): Promise<Uint8Array | null> {
  const wanted = readEventId(event);
  if (wanted === null) throw new RangeError('not the id of an event');
  const own = await ownTrust(config);
  const trust = trustKeys(own);
  const note = await reader.get('checkpoint');
  const size = note === null ? 0 : (readCheckpoint(note, trust).checkpoint?.size ?? 0);
  const index = await findEntry({ reader, trust, size }, config.dataDir, wanted);
  if (index === null) return null;
  const keys = own.log.flatMap((text) => readVkey(text) ?? []);
  const proof = await proveEntry(reader, { origin: own.origin, keys }, index);
  if (tenant !== null && decodeRecord(proof.entry)?.record.tenant !== tenant) return null;
  return writeProofFile(event, proof);
}
