import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { ManifestRefusedError } from '../documents/manifest-entry.ts';
import { readReviewReason } from '../documents/read-review-reason.ts';
import { DOCUMENT_STATUSES } from '../documents/registered-document.ts';
import { BadUserInputError } from '../errors.ts';
import { ProviderId, TenantName } from '../identity/names.ts';
import { SCHEMA_FOLDER } from '../schema-folder.ts';
import { isSafeAddress } from './ask-gateway.ts';
import { DeskRefused, type DeskReview, type DocumentDesk } from './document-desk.ts';
import { openLocalDesk } from './document-desk-local.ts';
import { openRemoteDesk } from './document-desk-remote.ts';
import { documentLines, listLines, publicationLines } from './document-lines.ts';
import { registerDocumentsCheck } from './documents-check.ts';
import { parseOptions } from './parse-options.ts';
import { readDocumentFiles } from './read-document-files.ts';
import { safeText } from './safe-text.ts';

const Options = z.object({
  tenant: TenantName.optional(),
  client: ProviderId.optional(),
  status: z.enum(DOCUMENT_STATUSES, `expected one of ${DOCUMENT_STATUSES.join(', ')}`).optional(),
  expected: z.enum(DOCUMENT_STATUSES, `expected one of ${DOCUMENT_STATUSES.join(', ')}`).optional(),
  footprint: z.string().max(128).optional(),
  reason: z.string().max(500, 'expected at most 500 characters').optional(),
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .refine(isSafeAddress, 'expected https, since a token goes there')
    .optional(),
  token: z.string().min(1).optional(),
  schema: z.string().min(1),
  json: z.boolean().default(false),
});
type Asked = z.output<typeof Options>;

/** `phield documents`: which operations clients may run. Exit 0 fine, 1 a finding or refused, 2 usage. */
export function registerDocumentsCommands(program: Command): void {
  const documents = program
    .command('documents')
    .description('the operations that clients may run: publish, review, retire');

  addCommand(documents, 'publish', 'propose operations of a client', async (asked, desk, files) => {
    const entries = await readDocumentFiles(files);
    const done = await desk.publish(asked.client ?? null, entries);
    say(asked, done, publicationLines(done));
    return done.accepted;
  }).argument(
    '<files...>',
    'manifests of Apollo, graphql-codegen or Relay (.json), or operations (.graphql)',
  );

  addCommand(documents, 'list', 'list documents, with how far a proposal goes', async (asked, desk) => {
    const found = await desk.list({ client: asked.client ?? null, status: asked.status ?? null });
    say(asked, { documents: found }, listLines(found));
    return true;
  }).option('--status <status>', `one of ${DOCUMENT_STATUSES.join(', ')}`);

  addCommand(
    documents,
    'show',
    'show a document with all PHI it can touch',
    async (asked, desk, [id = '']) => {
      const found = await desk.show(asked.client ?? null, id);
      if (found === null) throw new DeskRefused('no such document');
      say(asked, found, documentLines(found));
      return true;
    },
  ).argument('<id>', 'as the manifest has it');

  const approve = addReview(documents, 'approve', 'let a client run a document', 'APPROVED', 'PROPOSED');
  approve.option('--footprint <hash>', 'of the footprint you have read; left out: the one that is printed');
  addReview(documents, 'reject', 'refuse a proposed document', 'REJECTED', 'PROPOSED');
  addReview(documents, 'retire', 'take a document out of service within 5 seconds', 'RETIRED', 'APPROVED');
  registerDocumentsCheck(documents);
}

function addReview(
  parent: Command,
  name: string,
  about: string,
  to: DeskReview['to'],
  from: DeskReview['from'],
): Command {
  return addCommand(parent, name, about, async (asked, desk, [id = '']) => {
    const { client, expected = from, footprint = null } = asked;
    if (client === undefined) throw new DeskRefused('--client: expected, whose document it is');
    const reason = readReviewReason(asked.reason ?? null);
    const seen = footprint ?? (to === 'APPROVED' ? await shownFootprint(asked, desk, client, id) : null);
    const done = await desk.review({ client, id, to, from: expected, seen, reason });
    if (done === null) throw new DeskRefused('no such document');
    const told = { id: done.id, client, status: done.status, ...(seen === null ? {} : { footprint: seen }) };
    say(asked, told, `${done.status}  ${client}  ${done.id}\n`);
    return true;
  })
    .argument('<id>', 'as the manifest has it')
    .option('--expected <status>', 'the status you have seen', from)
    .option('--reason <text>', 'in one line, at most 500 characters, naming no patient');
}

/** What is approved without having named it is at least what was shown: nothing else is, if it changes meanwhile. */
async function shownFootprint(asked: Asked, desk: DocumentDesk, client: string, id: string): Promise<string> {
  const found = await desk.show(client, id);
  if (found === null) throw new DeskRefused('no such document');
  if (!asked.json) process.stderr.write(safeText(documentLines(found)));
  return found.footprint.hash;
}

type Act = (asked: Asked, desk: DocumentDesk, args: readonly string[]) => Promise<boolean>;

function addCommand(parent: Command, name: string, about: string, act: Act): Command {
  const command = parent
    .command(name)
    .description(about)
    .option('--tenant <name>', 'whose store; not with --url, where the token says')
    .option('--client <id>', 'client_id of its tokens')
    .option('--url <url>', 'work through this gateway instead of on the store')
    .option(
      '--token <token>',
      'access token for --url; better in PHIELD_TOKEN, since others can list what is typed',
    )
    .option('--schema <folder>', 'folder of the schema', SCHEMA_FOLDER)
    .option('--json', 'print one JSON object')
    .action(async () => {
      const refuse = (message: string): never => command.error(`phield documents ${name}: ${message}`);
      const asked = parseOptions(command, `documents ${name}`, Options, command.opts());
      const token = asked.token ?? process.env.PHIELD_TOKEN;
      if (asked.url !== undefined && asked.tenant !== undefined) {
        return refuse('--tenant: not with --url, where the token says whose');
      }
      if (asked.url !== undefined && token === undefined) return refuse('--token: expected with --url');
      if (asked.url === undefined && asked.tenant === undefined)
        return refuse('--tenant: expected, or --url');
      let desk: DocumentDesk | null = null;
      try {
        desk =
          asked.url === undefined
            ? await openLocalDesk(loadConfig(process.env), asked.tenant ?? '', asked.schema)
            : openRemoteDesk(asked.url, token ?? '');
        if (!(await act(asked, desk, command.args))) process.exitCode = 1;
      } catch (error) {
        tell(error, asked, name);
        process.exitCode = 1;
      } finally {
        await desk?.close();
      }
    });
  return command;
}

function say({ json }: Asked, value: unknown, lines: string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : safeText(lines));
}

function tell(error: unknown, { json }: Asked, name: string): void {
  if (error instanceof ManifestRefusedError) {
    const { findings } = error;
    if (json) process.stdout.write(`${JSON.stringify({ accepted: false, documents: [], findings })}\n`);
    else process.stderr.write(safeText(`${error.message}\nnothing was published\n`));
    return;
  }
  // What is not acceptable says why in its detail: its message is for strangers.
  const message = error instanceof BadUserInputError ? error.detail : null;
  if (!(error instanceof DeskRefused) && message === null) throw error;
  const said = message ?? (error instanceof Error ? error.message : '');
  if (json) process.stdout.write(`${JSON.stringify({ refused: said })}\n`);
  else process.stderr.write(safeText(`phield documents ${name}: ${said}\n`));
}
