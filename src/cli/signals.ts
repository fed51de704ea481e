import type { Command } from 'commander';
import { registerSignalFindings } from './signals-findings.ts';
import { registerSignalScan } from './signals-scan.ts';

/** `phield signals`: looking for what a person should look at, and what became of it. */
export function registerSignalCommands(program: Command): void {
  const signals = program.command('signals').description('Look for what a person should look at.');
  registerSignalScan(signals);
  registerSignalFindings(signals);
}
