import { Command, CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseOptions } from '../../src/cli/parse-options.ts';

const Options = z.object({ bundleSize: z.literal('1', 'expected 1') });

/** What is written, and how it ends. */
function refusal(raw: unknown): readonly [string, number] {
  let written = '';
  const command = new Command().exitOverride().configureOutput({
    writeErr: (text) => {
      written += text;
    },
  });
  try {
    parseOptions(command, 'ledger export', Options, raw);
  } catch (error) {
    if (error instanceof CommanderError) return [written, error.exitCode];
    throw error;
  }
  return ['', 0];
}

it('gives what the form makes of them', () => {
  expect(parseOptions(new Command(), 'ledger export', Options, { bundleSize: '1' })).toEqual({
    bundleSize: '1',
  });
});

it('names the option as it is typed, and not its value', () => {
  expect(refusal({ bundleSize: 'CANARY' })).toEqual(['phield ledger export: --bundle-size: expected 1\n', 1]);
});
