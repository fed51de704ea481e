import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import {
  DEVELOPMENT_MAX_SECONDS,
  DEVELOPMENT_SYSTEMS,
  DEVELOPMENT_CLIENTS as FIRST_PARTY,
} from '../identity/development-issuer.ts';
import { developmentKey } from '../identity/development-key.ts';
import { mintToken, type TokenContent } from '../identity/mint-token.ts';
import {
  FhirId,
  FhirUserReference,
  ProviderId,
  PurposeCode,
  RoleName,
  TenantName,
} from '../identity/names.ts';
import { PERSONAS } from '../identity/personas.ts';
import { purposesForRoles, ROLE_PURPOSES } from '../identity/role-purposes.ts';
import { parseOptions } from './parse-options.ts';
import { tokenNotes } from './token-notes.ts';

const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

/** `30m` to seconds. */
const Lifetime = z
  .string()
  .regex(/^[1-9][0-9]{0,5}[smhd]$/, 'expected a number and s, m, h or d, such as 30m')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_SECONDS.get(text.slice(-1)) ?? 1))
  .refine((seconds) => seconds <= DEVELOPMENT_MAX_SECONDS, 'expected at most 24h');

/** `A,B` to a list without duplicates. */
const CommaSeparated = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))]);

const Options = z.object({
  as: z
    .string()
    .refine((name) => Object.hasOwn(PERSONAS, name), `expected one of ${Object.keys(PERSONAS).join(', ')}`)
    .optional(),
  tenant: TenantName.optional(),
  role: CommaSeparated.pipe(z.array(RoleName)).optional(),
  sub: ProviderId.optional(),
  fhirUser: FhirUserReference.optional(),
  patient: FhirId.optional(),
  purpose: CommaSeparated.pipe(z.array(PurposeCode)).optional(),
  scope: z.string().max(8_192).optional(),
  client: ProviderId.optional(),
  mfa: z.boolean().optional(),
  expires: Lifetime,
  json: z.boolean().optional(),
});

/** `phield token`: an access token of the local development issuer. */
export function registerTokenCommand(program: Command): void {
  const command = program
    .command('token')
    .description('Mint an access token that a gateway in the embedded profile trusts.')
    .option('--as <name>', 'take a persona of the demo tenants; other options change it')
    .option('--tenant <name>', 'tenant, such as riverside')
    .option('--role <role,…>', `one or more of ${Object.keys(ROLE_PURPOSES).join(', ')}, or a tenant's own`)
    .option('--sub <id>', 'user id')
    .option('--fhir-user <reference>', 'who the user is in FHIR, such as Practitioner/p1')
    .option('--patient <id>', 'patient in context; with role PATIENT also who the user is')
    .option(
      '--purpose <code,…>',
      'purposes of use, the default first; without it those of the roles, or TREAT',
    )
    .option(
      '--scope <scopes>',
      'SMART scopes, separated by spaces; without it none for a --client that is not first-party, else no ceiling',
    )
    .option(
      '--client <id>',
      `client id; first-party are ${FIRST_PARTY.join(', ')}; without it the last of them`,
    )
    .option('--mfa', 'signed in with more than one factor: staff see nothing of patients without it')
    .option('--expires <time>', 'lifetime, such as 45s, 30m, 8h; at most 24h', '30m')
    .option('--json', 'print {token, expiresIn, claims…} as one line of JSON')
    .addHelpText('after', personaHelp())
    .action(async (raw: unknown) => {
      const options = parseOptions(command, 'token', Options, raw);
      const content = contentOf(options, (message) => command.error(`phield token: ${message}`));
      const config = loadConfig(process.env);
      if (config.profile !== 'embedded') {
        command.error('phield token: development tokens exist in the embedded profile only');
      }
      for (const note of tokenNotes(content)) process.stderr.write(`phield token: note: ${note}\n`);
      const key = await developmentKey(config.dataDir);
      const token = await mintToken(content, { key, clock: Date.now, newId: randomUUID });
      const { lifetimeSeconds, ...claims } = content;
      const { jti, sid } = decodeJwt(token);
      const line = options.json
        ? JSON.stringify({ token, expiresIn: lifetimeSeconds, tokenId: jti, session: sid, ...claims })
        : token;
      process.stdout.write(`${line}\n`);
    });
}

function contentOf(options: z.output<typeof Options>, refuse: (message: string) => never): TokenContent {
  const persona = options.as === undefined ? undefined : PERSONAS[options.as];
  const tenant = options.tenant ?? persona?.tenant ?? refuse('--tenant: expected, or --as');
  const roles = options.role ?? persona?.roles ?? refuse('--role: expected, or --as');
  const purposes =
    options.purpose ??
    (options.role === undefined ? persona?.purposes : undefined) ??
    purposesForRoles(roles);
  const self =
    options.patient !== undefined && roles.includes('PATIENT') ? `Patient/${options.patient}` : null;
  return {
    tenant,
    roles,
    purposes: purposes.length === 0 && !roles.includes('SYSTEM') ? ['TREAT'] : purposes,
    sub: options.sub ?? persona?.sub ?? `dev-${(roles[0] ?? '').toLowerCase().replaceAll('_', '-')}`,
    client: options.client ?? persona?.client ?? 'phield-cli',
    fhirUser: options.fhirUser ?? self ?? persona?.fhirUser ?? null,
    patient: options.patient ?? persona?.patient ?? null,
    scope: options.scope ?? null,
    multiFactor: options.mfa ?? persona?.multiFactor ?? false,
    lifetimeSeconds: options.expires,
  };
}

function personaHelp(): string {
  const lines = Object.entries(PERSONAS).map(([name, { about }]) => `  ${name.padEnd(20)}${about}`);
  const systems = Object.entries(DEVELOPMENT_SYSTEMS).map(
    ([client, purpose]) => `  ${client.padEnd(20)}${purpose}`,
  );
  return [
    '\nPersonas for --as (staff are signed in with more than one factor):',
    ...lines,
    '\nClients of --role SYSTEM and their purpose (give each a --scope, such as "system/*.rs"):',
    ...systems,
    '',
  ].join('\n');
}
