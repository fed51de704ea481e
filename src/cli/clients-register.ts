import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { isAnotherIssuers } from './client-issuers.ts';
import { issuersHere, knownNames } from './client-names.ts';
import { type OptionFinding, RegisterOptions, readClientEntry } from './client-options.ts';
import { ClientFinding, readName, recordClientAct, runOnRegister, tellClient } from './clients-run.ts';
import { hasDocumentsLeft } from './documents-left.ts';
import { parseOptions } from './parse-options.ts';

/** `phield clients register`. Exit 0 registered and recorded, 1 there already or not recorded, 2 usage. */
export function registerClientsRegister(clients: Command): void {
  const command = clients
    .command('register')
    .description(
      'Register a client: what is named here narrows what its tokens say. A third party needs --name, --contact, ' +
        '--tenant, --roles, --purposes, --scope and its agreement. Running gateways follow within 5 seconds.',
    )
    .requiredOption('--client <id>', 'its client_id (or azp) in tokens')
    .option('--issuer <iss>', 'who issues its tokens (default: the development issuer)')
    .option('--tenant <name>', 'the one tenant it works for')
    .option('--every-tenant', 'it works for every tenant; with --first-party alone')
    .option('--first-party', 'it is run by the house itself, and needs no agreement')
    .option('--name <text>', 'what people call it')
    .option('--contact <text>', 'whom to call')
    .option('--kind <kind>', 'user: acts for people; machine: acts for nobody, as role SYSTEM')
    .option('--roles <role,…>', 'roles that may act by way of it')
    .option('--purposes <code,…>', 'purposes that its operations may run under')
    .option('--scope <scopes>', 'how far the scopes of its tokens reach at most')
    .option('--default-purpose <code>', 'purpose of users who bring none; the only one of a machine')
    .option(
      '--scopes-optional',
      'tokens without scopes have no ceiling of their own; first-party clients of people alone',
    )
    .option('--dpop', 'its tokens must be bound to a key (RFC 9449)')
    .option('--free-form', 'operations that nobody approved may run, in production too')
    .option('--no-free-form', 'they may not, in development either')
    .option('--per-minute <n>', 'requests a minute')
    .option('--cost-per-minute <n>', 'cost of operations a minute')
    .option('--agreement <reference>', 'how to find the agreement')
    .option('--agreement-expires <date>', 'its last day, month or year (FHIR date, UTC)')
    .option('--keep-documents', 'what was approved for a client of this id before runs for this one')
    .option('--replace', 'put this in place of what is registered, suspension included')
    .option('--json', 'print one JSON object')
    .action(async (raw: Readonly<Record<string, unknown>>) => {
      const refuse = ({ option, message }: OptionFinding): never =>
        command.error(`phield clients register: ${option}: ${message}`);
      const name = readName(raw, refuse);
      const options = parseOptions(command, 'clients register', RegisterOptions, raw);
      const config = loadConfig(process.env);
      const issuers = await issuersHere(config);
      if (!issuers.some(({ issuer }) => issuer === name.issuer)) {
        const named = issuers.map(({ issuer }) => issuer).join(', ');
        return refuse({ option: '--issuer', message: `expected one of ${named}` });
      }
      const known = await knownNames(config, options.tenant ?? null);
      if (known === null) return refuse({ option: '--tenant', message: 'expected a tenant that has a file' });
      const entry = readClientEntry(options, known, Date.now());
      if ('option' in entry) return refuse(entry);

      const replace = raw.replace === true;
      await runOnRegister('register', raw, config, async (register, documents) => {
        const before = await register.find(name.issuer, name.client);
        if (!replace && before !== null) throw new ClientFinding('registered');
        if (await isAnotherIssuers(name, { register, tenants: known.tenants, issuers })) {
          throw new ClientFinding('anotherIssuer');
        }
        const keeps = raw.keepDocuments === true || before !== null;
        if (!keeps && (await hasDocumentsLeft(name.client, known.tenants, documents))) {
          throw new ClientFinding('documentsLeft');
        }
        // It lets somebody in, so it is on record before it does.
        await recordClientAct(config, 'register', name, entry.tenant);
        const stands = await register.change(name.issuer, name.client, (was) => {
          if (was !== null && !replace) throw new ClientFinding('registered');
          return entry;
        });
        tellClient(raw, name, stands, 'registered');
      });
    });
}
