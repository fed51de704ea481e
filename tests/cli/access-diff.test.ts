import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command, CommanderError } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { registerAccessDiff } from '../../src/cli/access-diff.ts';

const run = promisify(execFile);
const TIMEOUT = 60_000;
const FIELD = '  occupation: String @phi(category: DEMOGRAPHICS)\n';

let clone: string;
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'access-diff-'));
  const git = (...args: readonly string[]) =>
    run('git', ['-C', clone, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args]);
  await cp('schema', join(clone, 'schema'), { recursive: true });
  await cp('tenants', join(clone, 'tenants'), { recursive: true });
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'before');
  await git('checkout', '--quiet', '-b', 'occupation');
  const file = join(clone, 'schema', 'patient.graphql');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('  gender: FhirCode', `${FIELD}  gender: FhirCode`));
  await git('commit', '--quiet', '--all', '--message', 'after');
  await git('checkout', '--quiet', 'main');
  await mkdir(join(clone, 'wrong', 'schema'), { recursive: true });
  await cp('schema', join(clone, 'wrong', 'schema'), { recursive: true });
  await writeFile(join(clone, 'wrong', 'schema', 'more.graphql'), 'type Stray { a: String }\n');
}, TIMEOUT);
afterAll(() => rm(clone, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

/** In this process: what is written, and the exit code. */
async function diff(...args: readonly string[]) {
  let out = '';
  let errors = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const program = new Command('phield');
  const access = program.command('access');
  registerAccessDiff(access);
  for (const command of [program, access, ...access.commands]) {
    command.exitOverride().configureOutput({
      writeErr: (text) => {
        errors += text;
      },
    });
  }
  process.exitCode = undefined;
  try {
    await program.parseAsync(['access', 'diff', '--repository', clone, ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { out, errors, code: 2 };
  } finally {
    write.mockRestore();
  }
  return { out, errors, code: Number(process.exitCode ?? 0) };
}

interface Written {
  readonly waivers: readonly Record<string, unknown>[];
}

let offered: Written;
beforeAll(async () => {
  const { out } = await diff('main', 'occupation', '--markdown');
  offered = parse(/```yaml\n([\s\S]*?)```/.exec(out)?.[1] ?? '');
}, TIMEOUT);

/** The text that the comment on a pull request offers, completed. */
async function waivers(changed: Record<string, unknown> = {}): Promise<string> {
  const complete = {
    reason: 'Registration asks for it.',
    approver: 'privacy@example.org',
    expires: '2099-12-31',
  };
  const entries = offered.waivers.map((waiver, index) => ({
    ...waiver,
    ...complete,
    ...(index === 0 ? changed : {}),
  }));
  const file = join(clone, 'waivers.yaml');
  await writeFile(file, `${JSON.stringify({ waivers: entries }, null, 1)}\n`);
  return file;
}

describe('phield access diff', () => {
  it(
    'prints what README shows of a pull request that adds a field, and fails',
    async () => {
      const { out, code } = await diff('main', 'occupation');
      const readme = await readFile('README.md', 'utf8');
      const block = /<!-- access diff -->\n```text\n([\s\S]*?)```/.exec(readme)?.[1];
      expect(block).toBe(out);
      expect(code).toBe(1);
    },
    TIMEOUT,
  );

  it(
    'is content where nothing changed, the working copy with its own ref',
    async () => {
      const { out, code } = await diff('main', clone);
      expect(code).toBe(0);
      expect(out).toContain('no access changed. Passes.');
    },
    TIMEOUT,
  );

  it(
    'tells with JSON whose access and by which line, and what is touched',
    async () => {
      const document = join(clone, 'chart.graphql');
      await writeFile(document, 'query Chart { patient(id: 1) { gender } }');
      const { out, code } = await diff('occupation', 'main', '--json', '--documents', document);
      expect(code).toBe(0);
      const report: unknown = JSON.parse(out);
      expect(report).toMatchObject({ ok: true, counts: { REMOVED: 10 }, tenants: true });
      const text = await readFile(join(clone, 'schema', 'patient.graphql'), 'utf8');
      const other = join(clone, 'other');
      await cp('schema', join(other, 'schema'), { recursive: true });
      await cp('tenants', join(other, 'tenants'), { recursive: true });
      await writeFile(
        join(other, 'schema', 'patient.graphql'),
        text.replace(
          'gender: FhirCode @phi(category: DEMOGRAPHICS',
          'gender: FhirCode @phi(category: CONTACT',
        ),
      );
      const widened = await diff('main', other, '--json', '--documents', document);
      expect(widened.code).toBe(0);
      expect(JSON.parse(widened.out)).toMatchObject({
        tenants: true,
        changes: expect.arrayContaining([
          expect.objectContaining({
            kind: 'NARROWED',
            coordinates: ['Patient.gender'],
            roles: ['CODER'],
            documents: ['Chart'],
            old: { file: 'schema/access.graphql', line: expect.any(Number) },
          }),
        ]),
      });
    },
    TIMEOUT,
  );

  it(
    'fails where tenants are left out',
    async () => {
      const { out, code } = await diff('main', join(clone, 'schema'));
      expect(out).toContain('TENANTS LEFT OUT  main has tenants');
      expect(code).toBe(1);
    },
    TIMEOUT,
  );

  it(
    'passes where each change has a waiver that names it',
    async () => {
      const file = await waivers();
      const { out, code } = await diff(
        'main',
        'occupation',
        '--waivers',
        file,
        '--author',
        'someone@example.org',
      );
      expect(out).toContain('waived by');
      expect(code).toBe(0);
    },
    TIMEOUT,
  );

  it.each([
    ['expired', { expires: '2020-01-01' }, 'expired on 2020-01-01'],
    ['approved by the author', { approver: 'Some One <SomeOne@example.org>' }, 'somebody else has to'],
    ['for another role', { roles: ['CODER'] }, 'names no change'],
    ['for a stricter mask', { to: 'PARTIAL' }, 'names no change'],
    ['for fewer labels', { opens: ['R'] }, 'names no change'],
    ['for fewer relationships', { relationships: ['TREATING'] }, 'names no change'],
    ['for another purpose', { purposes: ['COC'] }, 'names no change'],
    ['for one tenant', { tenants: ['riverside'] }, null],
  ])(
    'refuses a waiver that is %s',
    async (_name, changed, message) => {
      const file = await waivers(changed);
      const { out, code } = await diff(
        'main',
        'occupation',
        '--waivers',
        file,
        '--author',
        'someone@example.org',
      );
      expect(code).toBe(1);
      if (message !== null)
        expect(out).toMatch(new RegExp(`WAIVER REFUSED {2}.*waivers.yaml:\\d+: .*${message}`));
      expect(out).toContain('needs a waiver');
    },
    TIMEOUT,
  );

  it.each([
    ['an unknown ref', ['main', 'nowhere'], 'nowhere: no such file, folder or git ref'],
    ['a ref that is an option', ['main', '--', '--output=x'], 'no such file, folder or git ref'],
    ['a gateway without a token', ['main', 'http://127.0.0.1:1/graphql'], 'a token is needed'],
    ['a gateway by a wire that others read', ['main', 'http://phield.example.org/graphql'], 'expected https'],
    ['a token file that is not there', ['main', 'main', '--token-file', 'no-such'], 'cannot be read'],
    ['another kind of address', ['main', 'ftp://phield.example.org'], 'named by http:// or https://'],
    ['both forms', ['main', 'main', '--json', '--markdown'], 'not both'],
    ['no waivers', ['main', 'main', '--waivers', 'no-such.yaml'], 'cannot be read'],
  ])(
    'is wrong usage: %s',
    async (_name, args, message) => {
      const { errors, code } = await diff(...args);
      expect(code).toBe(2);
      expect(errors).toContain(message);
    },
    TIMEOUT,
  );

  it(
    'does not judge a schema that would not start, and says where',
    async () => {
      const { errors, code } = await diff('main', join(clone, 'wrong'));
      expect(code).toBe(2);
      expect(errors).toContain('schema/more.graphql:1');
    },
    TIMEOUT,
  );

  it.each([
    ['waivers:\n  - change: WIDENED\n    roles: all\n', /waivers\.yaml:3: .*roles/],
    ['waivers:\n  - change: GONE\n', /waivers\.yaml:2: .*change/],
    ['waivers: []\nwaivers: []\n', /waivers\.yaml:2/],
  ])(
    'refuses a file of waivers with its line',
    async (text, message) => {
      const file = join(clone, 'waivers.yaml');
      await writeFile(file, text);
      const { errors, code } = await diff('main', 'occupation', '--waivers', file);
      expect(code).toBe(2);
      expect(errors).toMatch(message);
    },
    TIMEOUT,
  );
});
