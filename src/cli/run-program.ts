import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config.ts';
import { COMMANDS } from './commands.ts';
import { describeError } from './describe-error.ts';
import { safeText } from './safe-text.ts';

/** Exit codes of every command: 0 fine, 1 a finding, 2 wrong usage. */
const program = new Command('phield')
  .description('A GraphQL API gateway for health data: the schema declares who may see what.')
  .exitOverride()
  // It quotes what was typed, and findings what files say.
  .configureOutput({ outputError: (text, write) => write(safeText(text)) })
  .showHelpAfterError('(add --help for the options)');

const called = COMMANDS.get(process.argv[2] ?? '');
for (const load of called === undefined ? COMMANDS.values() : [called]) (await load())(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    process.stderr.write(`phield: ${safeText(describeError(error))}\n`);
    // A setting that is not usable is no finding.
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}
