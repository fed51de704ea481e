import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { REVOCATION_REASONS, type RevocationOrder } from '../../datasources/dynamodb/revocation-store.ts';
import { openStore } from '../../datasources/open-store.ts';
import { type Config, loadConfig } from '../config.ts';
import { DEVELOPMENT_ISSUER } from '../identity/issuer-settings.ts';
import { ProviderId } from '../identity/names.ts';
import { privilegedRecord } from '../ledger/privileged-record.ts';
import { createUlid } from '../ledger/ulid.ts';
import { issuerNames } from './client-names.ts';
import { openCommandLedger } from './open-command-ledger.ts';
import { parseOptions } from './parse-options.ts';

const Options = z.object({
  issuer: z.string().min(1).max(512),
  tokenId: ProviderId.optional(),
  session: ProviderId.optional(),
  reason: z.enum(REVOCATION_REASONS),
  json: z.boolean().default(false),
});

/** `phield revoke`: ends a token or a session before its time. Exit 0 done and recorded, 1 not, 2 usage. */
export function registerRevokeCommand(program: Command): void {
  const command = program
    .command('revoke')
    .description(
      'End one token or one session now; every gateway on the same store heeds it within 5 seconds.',
    )
    .option('--issuer <iss>', 'whose token or session it is', DEVELOPMENT_ISSUER)
    .option('--token-id <id>', 'the token with this jti')
    .option('--session <id>', 'every token of the session with this id (sid, or the issuer’s own claim)')
    .option('--reason <reason>', `one of ${REVOCATION_REASONS.join(', ')}`, 'administrative')
    .option('--json', 'print one JSON object')
    .action(async (raw: unknown) => {
      const refuse = (message: string): never => command.error(`phield revoke: ${message}`);
      const { issuer, tokenId, session, reason, json } = parseOptions(command, 'revoke', Options, raw);
      const id = tokenId ?? session;
      if (id === undefined || (tokenId !== undefined && session !== undefined)) {
        return refuse('expected one of --token-id and --session');
      }
      const kind = tokenId === undefined ? 'session' : 'token';
      const config = loadConfig(process.env);
      const issuers = await issuerNames(config);
      // A misspelt issuer would be revoked without effect, and nobody would know.
      if (!issuers.includes(issuer)) return refuse(`--issuer: expected one of ${issuers.join(', ')}`);
      // First the act: a stolen token is stopped although the record cannot be written; that is then said.
      const now = Date.now();
      await revoke(config, { kind, issuer, id, reason, now });
      const recorded = await record(config, { kind, id, reason, now });
      process.stdout.write(
        json
          ? `${JSON.stringify({ revoked: { kind, issuer, id, reason }, recorded })}\n`
          : `revoked ${kind}\n`,
      );
      if (recorded) return;
      process.stderr.write('phield revoke: it is revoked, but the ledger cannot be written\n');
      process.exitCode = 1;
    });
}

async function revoke(config: Config, order: RevocationOrder): Promise<void> {
  const store = await openStore(config, Date.now);
  try {
    await store.revocations.revoke(order);
  } finally {
    await store.close();
  }
}

/** A privileged act, by a writer of its own. The issuer is not in it, as in no event. @returns whether it is durable. */
async function record(
  config: Config,
  { kind, id, reason, now }: Omit<RevocationOrder, 'issuer'>,
): Promise<boolean> {
  try {
    const ledger = await openCommandLedger(config);
    try {
      const act = privilegedRecord({
        id: createUlid(Date.now, randomBytes)(),
        time: new Date(now).toISOString(),
        actor: `os-user:${userInfo().username}`,
        client: 'phield-cli',
        operation: `revoke_${kind}_${reason}`,
        tenant: null,
        subject: null,
      });
      await ledger.append({ ...act, session: id });
      return true;
    } finally {
      await ledger.close();
    }
  } catch {
    return false;
  }
}
