import { z } from 'zod';
import { defaultPurpose as standing } from '../identity/choose-purpose.ts';
import { endOfDate } from '../identity/client-agreement.ts';
import type { ClientEntry } from '../identity/directory.ts';
import { PurposeCode, RoleName, TenantName, Text } from '../identity/names.ts';
import { parseScope, scopeText } from '../identity/parse-scope.ts';

/** Scopes and names a registration may list: longer ones say nothing that somebody could review. */
const LISTED = 64;

const words = (separator: RegExp, form: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(separator).filter((word) => word !== ''))
    .pipe(z.array(form).max(LISTED, `expected at most ${LISTED}`))
    .transform((list) => [...new Set(list)]);

const Scope = z.string().transform((text, context) => {
  const scope = parseScope(text);
  if (scope !== null) return scopeText(scope);
  context.addIssue({
    code: 'custom',
    message: 'expected scopes of SMART App Launch 2.2 such as user/Patient.rs',
  });
  return z.NEVER;
});

const Budget = z.coerce
  .number('expected a whole number')
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(1_000_000_000, 'expected at most 1000000000');

/** What `phield clients register` takes, beside the name of the client. */
export const RegisterOptions = z.object({
  tenant: TenantName.optional(),
  everyTenant: z.boolean().default(false),
  firstParty: z.boolean().default(false),
  name: Text.optional(),
  contact: Text.optional(),
  kind: z.enum(['user', 'machine'], 'expected user or machine').default('user'),
  roles: words(/,\s*/, RoleName).optional(),
  purposes: words(/,\s*/, PurposeCode).optional(),
  scope: words(/\s+/, Scope).optional(),
  defaultPurpose: PurposeCode.optional(),
  scopesOptional: z.boolean().default(false),
  dpop: z.boolean().default(false),
  freeForm: z.boolean().optional(),
  perMinute: Budget.optional(),
  costPerMinute: Budget.optional(),
  agreement: Text.optional(),
  agreementExpires: z
    .string()
    .refine((date) => endOfDate(date) !== null, 'expected a date: YYYY, YYYY-MM or YYYY-MM-DD')
    .optional(),
});
export type RegisterOptions = z.output<typeof RegisterOptions>;

/** Option and what is wrong with it, for whoever typed it. */
export interface OptionFinding {
  readonly option: string;
  readonly message: string;
}

/** What the schema and the tenant's file know. */
export interface KnownNames {
  readonly roles: ReadonlySet<string>;
  readonly purposes: ReadonlySet<string>;
}

/** Each rule cites what makes it one; the first that is broken is told. */
const RULES: readonly ((options: RegisterOptions, known: KnownNames, now: number) => OptionFinding | null)[] =
  Object.freeze([
    // A tenant is part of what was agreed, and of every key.
    ({ tenant, everyTenant }) =>
      (tenant === undefined) === !everyTenant ? finding('--tenant', 'expected this or --every-tenant') : null,
    ({ everyTenant, firstParty }) =>
      everyTenant && !firstParty ? finding('--every-tenant', 'expected with --first-party alone') : null,
    // A third party is let do what is written down, and nothing that was left open.
    (options) => (options.firstParty ? null : missingOf(options)),
    ({ agreement, agreementExpires }) =>
      (agreement === undefined) !== (agreementExpires === undefined)
        ? finding('--agreement', 'expected with --agreement-expires')
        : null,
    ({ agreementExpires }, _, now) =>
      agreementExpires !== undefined && (endOfDate(agreementExpires) ?? 0) <= now
        ? finding('--agreement-expires', 'expected a date that is not over')
        : null,
    ({ scopesOptional, firstParty, kind }) =>
      scopesOptional && (!firstParty || kind === 'machine')
        ? finding('--scopes-optional', 'expected with --first-party, and for clients of people alone')
        : null,
    ({ kind, roles = [] }) =>
      roles.some((role) => (role === 'SYSTEM') !== (kind === 'machine'))
        ? finding('--roles', 'expected SYSTEM for a machine and for nothing else')
        : null,
    ({ roles = [] }, known) =>
      roles.every((role) => known.roles.has(role))
        ? null
        : finding('--roles', 'expected roles of the schema or of the tenant'),
    ({ purposes = [] }, known) =>
      purposes.every((purpose) => known.purposes.has(purpose))
        ? null
        : finding('--purposes', 'expected purposes of the schema'),
    ({ scope = [], kind }) =>
      scope.some((text) => text.startsWith('system/') !== (kind === 'machine'))
        ? finding('--scope', 'expected system/ scopes for a machine and for nothing else')
        : null,
    // SMART Backend Services: a system runs under the one purpose of its client.
    ({ kind, defaultPurpose }) =>
      kind === 'machine' && defaultPurpose === undefined
        ? finding('--default-purpose', 'expected for a machine')
        : null,
    ({ defaultPurpose, purposes }, known) =>
      defaultPurpose !== undefined &&
      (standing([defaultPurpose]) === null || !(purposes ?? [...known.purposes]).includes(defaultPurpose))
        ? finding('--default-purpose', 'expected one of its purposes, neither BTG nor ETREAT')
        : null,
  ]);

/** What a client is registered with, or what is wrong. */
export function readClientEntry(
  options: RegisterOptions,
  known: KnownNames,
  now: number,
): ClientEntry | OptionFinding {
  for (const rule of RULES) {
    const found = rule(options, known, now);
    if (found !== null) return found;
  }
  const { agreement, agreementExpires, kind } = options;
  return Object.freeze({
    name: options.name ?? null,
    contact: options.contact ?? null,
    kind,
    tenant: options.tenant ?? null,
    firstParty: options.firstParty,
    agreement:
      agreement === undefined || agreementExpires === undefined
        ? null
        : { reference: agreement, expires: agreementExpires },
    suspended: false,
    roles: kind === 'machine' ? ['SYSTEM'] : (options.roles ?? null),
    purposes: options.purposes ?? null,
    allowedScopes: options.scope ?? null,
    defaultPurpose: options.defaultPurpose ?? null,
    scopes: options.scopesOptional ? 'optional' : 'required',
    binding: options.dpop ? 'dpop' : 'bearer',
    freeForm: options.freeForm ?? null,
    perMinute: options.perMinute ?? null,
    costPerMinute: options.costPerMinute ?? null,
  });
}

function missingOf(options: RegisterOptions): OptionFinding | null {
  const needed: readonly (readonly [string, unknown])[] = [
    ['--name', options.name],
    ['--contact', options.contact],
    ['--agreement', options.agreement],
    ['--agreement-expires', options.agreementExpires],
    ['--roles', options.kind === 'machine' ? 'SYSTEM' : options.roles],
    ['--purposes', options.purposes],
    ['--scope', options.scope],
  ];
  const missing = needed.find(([, value]) => value === undefined);
  return missing === undefined
    ? null
    : finding(missing[0], 'expected for a client that is not --first-party');
}

function finding(option: string, message: string): OptionFinding {
  return { option, message };
}
