import type { Command } from 'commander';
import { registerAccessDiff } from './access-diff.ts';
import { registerAccessExplain } from './access-explain.ts';
import { registerAccessMatrix } from './access-matrix.ts';
import { registerAccessUsage } from './access-usage.ts';

/** `phield access …`: what the schema declares, and what tenants leave of it. */
export function registerAccessCommands(program: Command): void {
  const access = program.command('access').description('who may see what');
  registerAccessMatrix(access);
  registerAccessDiff(access);
  registerAccessExplain(access);
  registerAccessUsage(access);
}
