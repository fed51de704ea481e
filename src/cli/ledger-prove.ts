import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { readVkey } from '../ledger/chain/vkey.ts';
import { findEntry } from '../ledger/log/find-entry.ts';
import { writeProofFile } from '../ledger/log/proof-file.ts';
import { proveEntry } from '../ledger/log/prove.ts';
import { readCheckpoint } from '../ledger/verify/read-checkpoint.ts';
import { trustKeys } from '../ledger/verify/trust.ts';
import { openVerifiedLog } from '../ledger-places/open-verified-log.ts';
import { ownTrust } from '../ledger-places/own-trust.ts';

const EVENT = /^([A-Za-z0-9_-]{1,64})\.(0|[1-9][0-9]{0,15})$/;

/** `phield ledger prove EVENT`: a file that proves to anybody with the public keys that the event is on record. */
export function registerLedgerProve(ledger: Command): void {
  const command = ledger
    .command('prove <event>')
    .description(
      'Write a proof that an event is in the log, to be checked offline: phield ledger verify --proof.',
    )
    .option('--out <file>', 'write it here, not to standard output')
    .action(async (event: string, { out }: { out?: string }) => {
      const [, id, ordinal] = EVENT.exec(event) ?? [];
      if (id === undefined) {
        command.error(
          'phield ledger prove: expected the id of an event, as phield ledger query --json prints it',
        );
        return;
      }
      const config = loadConfig(process.env);
      const own = await ownTrust(config);
      const trust = trustKeys(own);
      const reader = openVerifiedLog(config, undefined);
      const note = await reader.get('checkpoint');
      const size = note === null ? 0 : (readCheckpoint(note, trust).checkpoint?.size ?? 0);
      const log = { reader, trust, size };
      const index = await findEntry(log, config.dataDir, { id, ordinal: Number(ordinal) });
      if (index === null) {
        process.stderr.write('phield ledger prove: the log has no such event yet\n');
        process.exitCode = 1;
        return;
      }
      const keys = own.log.flatMap((text) => readVkey(text) ?? []);
      const proof = writeProofFile(event, await proveEntry(reader, { origin: own.origin, keys }, index));
      if (out === undefined) process.stdout.write(proof);
      else await writeFile(out, proof, { mode: 0o600 });
    });
}
