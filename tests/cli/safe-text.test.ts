import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safeText } from '../../src/cli/safe-text.ts';
import { phield } from './run-phield.ts';

/** Clears the line; a C1 control that does alike; turns the direction of what follows. */
const STEERS = '\u001b[2K\u009b2K\u202e';
const steers = (text: string) => [...STEERS].some((one) => /\p{C}/u.test(one) && text.includes(one));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safe-text-'));
  await writeFile(join(folder, 'bad.yaml'), 'tenant: north\n"\\e[2K\\x9b2K\\u202eok": 1\n');
  await writeFile(join(folder, `read${STEERS}.graphql`), 'query A { nobody }\n');
});
afterAll(() => rm(folder, { recursive: true }));

describe('what a command prints', () => {
  it('keeps its lines and tabs, and nothing that steers a terminal', () => {
    expect(safeText(`a\tb\n${STEERS}c\r\n`)).toBe('a\tb\n\ufffd[2K\ufffd2K\ufffdc\ufffd\n');
  });

  it.each([
    ['a finding in a tenant’s file', ['tenants', 'check', '--tenants'], 'bad.yaml:'],
    ['the name of a file that is refused', ['documents', 'check', '--role', 'NURSE'], 'read\ufffd'],
  ])('is plain though a file is not: %s', async (_what, args, told) => {
    const path = args[0] === 'documents' ? join(folder, `read${STEERS}.graphql`) : folder;
    const { code, out, errors } = await phield(...args, path);
    expect(code).toBe(1);
    expect(out).toContain(told);
    expect(out).toContain('\ufffd');
    expect(steers(`${out}${errors}`)).toBe(false);
  });

  it.each([
    ['an error', ['tenants', 'check', '--tenants', `/no${STEERS}where`]],
    ['usage', ['tenants', 'check', `--no${STEERS}`]],
    ['what a command refuses', ['documents', 'check', '--role', `NO${STEERS}`, 'none.graphql']],
  ])('is plain though it quotes what was typed: %s', async (_what, args) => {
    const { code, errors } = await phield(...args);
    expect(code).toBeGreaterThan(0);
    expect(errors).toContain('\ufffd');
    expect(steers(errors)).toBe(false);
  });
});
