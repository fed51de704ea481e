import { createRequire } from 'node:module';
import { z } from 'zod';

/**
 * Imported before everything else of a process, it turns the AWS SDK's debug logging on for every client that brings no
 * logger of its own: whole inputs and outputs go to standard error, each line beginning with `SDK `.
 */
const Loggers = z.object({
  NoOpLogger: z.custom<{ readonly prototype: object }>((value) => typeof value === 'function'),
});
const { NoOpLogger } = Loggers.parse(createRequire(import.meta.url)('@smithy/core/client'));

for (const level of ['trace', 'debug', 'info', 'warn', 'error']) {
  Object.defineProperty(NoOpLogger.prototype, level, {
    value: (...said: readonly unknown[]) => {
      process.stderr.write(`SDK ${level} ${JSON.stringify(said)}\n`);
    },
  });
}
