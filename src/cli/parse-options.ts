import type { Command } from 'commander';
import type { z } from 'zod';

/**
 * Options as their form has them. What is no such is wrong usage: the command ends, naming the option and not its value.
 * @param name as it is called, such as `ledger export`.
 */
export function parseOptions<T>(command: Command, name: string, form: z.ZodType<T>, raw: unknown): T {
  const parsed = form.safeParse(raw);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'not usable' };
  return command.error(`phield ${name}: ${optionOf(path[0])}: ${message}`);
}

/** As it is typed: `--bundle-size` of `bundleSize`. */
export function optionOf(key: PropertyKey | undefined): string {
  return `--${String(key ?? '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
