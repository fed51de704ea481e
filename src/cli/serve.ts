import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { startGateway } from '../main.ts';
import { printBanner } from './banner.ts';
import { expectDataFolder } from './expect-data-folder.ts';

/** `phield serve`: runs the gateway until SIGTERM or SIGINT, then finishes what is under way. SIGHUP: the tenants' files are read anew. */
export function registerServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run the gateway (settings come from the environment, see docs/operating.md)')
    .option('--json', 'print the address and persona tokens as one JSON line instead of the banner')
    .option('--quiet', 'print nothing but log lines')
    .action(async (options: { json?: boolean; quiet?: boolean }) => {
      const config = loadConfig(process.env);
      await expectDataFolder(config);
      const running = await startGateway(config, {
        progress: (text) => {
          if (!options.quiet && !options.json) process.stderr.write(`${text}\n`);
        },
      });
      process.on('SIGHUP', () => void running.reloadTenants());
      if (!options.quiet) await printBanner(config, running, options.json ?? false);
      await Promise.race([stopSignal(), npmGone()]);
      await running.close();
    });
}

/** The first signal ends service in order; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((stop) => {
    let stopping = false;
    const onSignal = () => {
      if (stopping) process.exit(1);
      stopping = true;
      stop();
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

/**
 * `npm start` puts a shell between npm and the gateway, and that shell does not hand signals on: a gateway
 * whose npm is gone would serve on unseen. So it stops in order when its parent changes.
 */
function npmGone(): Promise<void> {
  if (process.env.npm_lifecycle_event !== 'start') return new Promise(() => {});
  const parent = process.ppid;
  return new Promise((stop) => {
    setInterval(() => {
      if (process.ppid !== parent) stop();
    }, 500).unref();
  });
}
