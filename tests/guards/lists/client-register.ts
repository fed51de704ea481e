import type { Guard } from '../guard.ts';

const CLIENTS = 'tests/identity/clients.test.ts';
const FRESH = 'tests/identity/client-freshness.test.ts';
const MEMO = 'tests/identity/client-memo.test.ts';
const REGISTER = 'tests/datasources/client-register.test.ts';
const OPTIONS = 'tests/cli/client-options.test.ts';
const COMMAND = 'tests/cli/clients.test.ts';
const ONE_ISSUER = 'tests/identity/assert-one-issuer.test.ts';

/** How fresh the register of clients is, how it is stored and changed. */
export const CLIENT_REGISTER_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'client.fresh',
    promise: 'what the register says holds within 5 seconds',
    file: 'src/identity/authenticate.ts',
    find: 'return current === entry ? found : null;',
    replace: 'return current === undefined ? null : found;',
    tests: [FRESH, 'holds within 5 seconds, remembered or not suspended'],
  },
  {
    guard: 'client.memo-age',
    promise: 'what the register says holds within 5 seconds',
    file: 'src/identity/client-memo.ts',
    find: 'return age >= 0 && age < this.#limits.lifetime;',
    replace: 'return age >= 0;',
    tests: [FRESH, 'holds within 5 seconds, remembered or not removed'],
  },
  {
    guard: 'client.memo-clock',
    promise: 'a clock that was set back makes nothing last longer',
    file: 'src/identity/client-memo.ts',
    find: 'return age >= 0 && age < this.#limits.lifetime;',
    replace: 'return age < this.#limits.lifetime;',
    tests: [FRESH, 'a clock that was set back'],
  },
  {
    guard: 'client.memo-slow-reads',
    promise: 'what the register says holds within 5 seconds, however slow it is',
    file: 'src/identity/client-memo.ts',
    find: 'if (pending !== undefined && this.#counts(pending)) return pending.entry;',
    replace: 'if (pending !== undefined) return pending.entry;',
    tests: [MEMO, 'a read that hangs is not waited for'],
  },
  {
    guard: 'client.memo-overtaken',
    promise: 'a slow read brings back nothing that was suspended meanwhile',
    file: 'src/identity/client-memo.ts',
    find: 'if (before !== undefined && before.since > since && this.#counts(before)) return before.entry;',
    replace: '',
    tests: [MEMO, 'a read that hangs is not waited for'],
  },
  {
    guard: 'client.memo-bounded',
    promise: 'memory is bounded',
    file: 'src/bounded-map.ts',
    find: 'this.#values.delete(oldest);',
    replace: 'this.#values.delete(`${oldest} `);',
    tests: [MEMO, 'holds so many clients and no more'],
  },
  {
    guard: 'client.memo-names',
    promise: 'a client of one issuer is no other’s',
    file: 'src/identity/client-memo.ts',
    find: 'const known = this.#issuers.get(issuer);',
    replace: 'const [known] = this.#issuers.values();',
    tests: [CLIENTS, 'is another’s under another issuer'],
  },
  {
    guard: 'client.unavailable',
    promise: '1 a register that does not answer is not one that says nothing',
    file: 'src/identity/client-memo.ts',
    find: "throw new UpstreamUnavailableError('client register does not answer');",
    replace: 'return null;',
    tests: [FRESH, 'a register that does not answer lets nobody in'],
  },
  {
    guard: 'client.stored-defaults',
    promise: '1 by omission: what an entry does not say gives less',
    file: 'datasources/dynamodb/client-item.ts',
    find: 'firstParty: z.boolean().default(false),',
    replace: 'firstParty: z.boolean().default(true),',
    tests: [REGISTER, 'reads an older entry as one that gives less'],
  },
  {
    guard: 'client.stored-strict',
    promise: '1 a misspelt word is not passed over',
    file: 'datasources/dynamodb/client-item.ts',
    find: `const Client: z.ZodType<ClientEntry> = z
  .strictObject({`,
    replace: `const Client: z.ZodType<ClientEntry> = z
  .object({`,
    tests: [REGISTER, 'does not take an entry that cannot be read for one that is not there'],
  },
  {
    guard: 'client.no-lost-change',
    promise: 'a suspension is not undone by somebody who had not heard of it',
    file: 'datasources/dynamodb/client-register.ts',
    find: "...(was === null ? { ConditionExpression: 'attribute_not_exists(pk)' } : unchanged(was)),",
    replace: '',
    tests: [REGISTER, 'loses none of several changes made at once'],
  },
  {
    guard: 'client.listed-tenant',
    promise: 'no list shows another tenant’s client',
    file: 'datasources/dynamodb/client-register.ts',
    find: '.filter(({ entry, listed }) => entry.tenant === listed)',
    replace: '',
    tests: [REGISTER, 'passes over what a list names too much'],
  },
  {
    guard: 'client.command-third-party',
    promise: 'a third party is let do what is written down',
    file: 'src/cli/client-options.ts',
    find: '(options) => (options.firstParty ? null : missingOf(options)),',
    replace: '',
    tests: [OPTIONS, 'is refused with no scopes'],
  },
  {
    guard: 'clients.documents-left',
    promise: 'what was approved for one client runs for no other',
    file: 'src/cli/clients-register.ts',
    find: 'if (!keeps && (await hasDocumentsLeft(',
    replace: 'if (!keeps && !(await hasDocumentsLeft(',
    tests: ['tests/cli/clients.test.ts', 'documents of an earlier client'],
  },
  {
    guard: 'client.command-recorded',
    promise: 'nobody is let in without its record',
    file: 'src/cli/clients-register.ts',
    find: "await recordClientAct(config, 'register', name, entry.tenant);",
    replace: '',
    tests: [COMMAND, 'lets nobody in without its record'],
  },
  {
    guard: 'client.command-one-issuer',
    promise: 'documents go by tenant and client id, so no two issuers share one there',
    file: 'src/cli/clients-register.ts',
    find: 'if (await isAnotherIssuers(name, { register, tenants: known.tenants, issuers })) {',
    replace: 'if (issuers.length < 0) {',
    tests: [COMMAND, 'no id twice in a tenant'],
  },
  {
    guard: 'client.command-every-tenant',
    promise: 'what is registered for every tenant is of no other issuer in any',
    file: 'src/cli/client-names.ts',
    find: 'tenants: [...overlays.keys()] };',
    replace: 'tenants: [] };',
    tests: [COMMAND, 'registers no id in a tenant where another issuer has it'],
  },
  {
    guard: 'client.command-named',
    promise: 'nor of one whose entry names it as the house’s own',
    file: 'src/cli/client-issuers.ts',
    find: 'if (isNamed) return true;',
    replace: '',
    tests: [COMMAND, 'registers no id in a tenant where another issuer has it'],
  },
  {
    guard: 'client.one-issuer',
    promise: 'nothing is served where two issuers share a client of one tenant',
    file: 'src/main.ts',
    find: "if (config.profile !== 'embedded') await assertOneIssuer(issuers, clients);",
    replace: '',
    tests: [ONE_ISSUER, 'production does not start where two issuers have one client'],
  },
  {
    guard: 'client.one-issuer-registered',
    promise: 'what is registered counts beside what is named',
    file: 'src/identity/assert-one-issuer.ts',
    find: 'if (entry === null && !settings',
    replace: 'if (!settings',
    tests: [ONE_ISSUER, 'registered of another for every tenant'],
  },
]);
