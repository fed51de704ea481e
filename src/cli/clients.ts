import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import type { ClientEntry } from '../identity/directory.ts';
import { TenantName } from '../identity/names.ts';
import { clientJson, clientLine } from './client-lines.ts';
import type { OptionFinding } from './client-options.ts';
import { registerClientsRegister } from './clients-register.ts';
import { ClientFinding, readName, recordClientAct, runOnRegister, tellClient } from './clients-run.ts';

type Raw = Readonly<Record<string, unknown>>;

/** `phield clients`: who may bring tokens, and what for. Exit 0 fine, 1 a finding, 2 usage. */
export function registerClientsCommands(program: Command): void {
  const clients = program.command('clients').description('the clients that may bring tokens, and what for');
  registerClientsRegister(clients);
  registerList(clients);
  about(clients, 'show', 'What is registered of a client.', async (register, name, raw) => {
    const entry = await register.find(name.issuer, name.client);
    if (entry === null) throw new ClientFinding('unknown');
    tellClient(raw, name, entry, '');
  });
  about(
    clients,
    'suspend',
    'Refuse whatever a client brings; every gateway on the same store does within 5 seconds.',
    async (register, name, raw, config) => {
      // First the act: nobody is let in for longer because the record cannot be written; that is then said.
      const stands = await register.change(name.issuer, name.client, suspendedTo(true));
      await recordClientAct(config, 'suspend', name, stands?.tenant ?? null, 'doneUnrecorded');
      tellClient(raw, name, stands, 'suspended');
    },
  );
  about(clients, 'resume', 'End the suspension of a client.', async (register, name, raw, config) => {
    const was = await register.find(name.issuer, name.client);
    if (was === null) throw new ClientFinding('unknown');
    await recordClientAct(config, 'resume', name, was.tenant);
    tellClient(raw, name, await register.change(name.issuer, name.client, suspendedTo(false)), 'resumed');
  });
  about(
    clients,
    'remove',
    'Take a client out of the register. In production what it brings is refused then; its documents stay.',
    async (register, name, raw, config) => {
      let tenant: string | null = null;
      await register.change(name.issuer, name.client, (was) => {
        tenant = registered(was).tenant;
        return null;
      });
      await recordClientAct(config, 'remove', name, tenant, 'doneUnrecorded');
      tellClient(raw, name, null, 'removed');
    },
  );
}

function registerList(clients: Command): void {
  const command = clients
    .command('list')
    .description('The clients of one tenant, and those of every tenant.')
    .requiredOption('--tenant <name>', 'whose')
    .option('--json', 'print one JSON object')
    .action(async (raw: Raw) => {
      const tenant = TenantName.safeParse(raw.tenant);
      if (!tenant.success) return command.error('phield clients list: --tenant: expected a tenant name');
      await runOnRegister('list', raw, loadConfig(process.env), async (register) => {
        const now = Date.now();
        const listed = await register.list(tenant.data);
        if (raw.json === true) {
          const found = listed.map((client) => clientJson(client, now));
          process.stdout.write(`${JSON.stringify({ ok: true, tenant: tenant.data, clients: found })}\n`);
        } else {
          const lines = listed.map((client) => `${clientLine(client, now)}\n`);
          process.stdout.write(lines.join('') || 'no client is registered: phield clients register --help\n');
        }
      });
    });
}

/** A command about one client. */
function about(
  clients: Command,
  name: string,
  description: string,
  run: (
    register: Parameters<Parameters<typeof runOnRegister>[3]>[0],
    client: ReturnType<typeof readName>,
    raw: Raw,
    config: ReturnType<typeof loadConfig>,
  ) => Promise<void>,
): void {
  const command = clients
    .command(name)
    .description(description)
    .requiredOption('--client <id>', 'its client_id (or azp) in tokens')
    .option('--issuer <iss>', 'who issues its tokens (default: the development issuer)')
    .option('--json', 'print one JSON object')
    .action(async (raw: Raw) => {
      const refuse = ({ option, message }: OptionFinding): never =>
        command.error(`phield clients ${name}: ${option}: ${message}`);
      const client = readName(raw, refuse);
      const config = loadConfig(process.env);
      await runOnRegister(name, raw, config, (register) => run(register, client, raw, config));
    });
}

const registered = (was: ClientEntry | null): ClientEntry => {
  if (was === null) throw new ClientFinding('unknown');
  return was;
};

function suspendedTo(suspended: boolean): (was: ClientEntry | null) => ClientEntry {
  return (was) => ({ ...registered(was), suspended });
}
