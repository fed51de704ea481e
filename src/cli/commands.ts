import type { Command } from 'commander';

/** Each command adds itself to the program. One file per command. */
export type RegisterCommand = (program: Command) => void;

export const COMMANDS: readonly RegisterCommand[] = Object.freeze([]);
