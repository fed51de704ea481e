import { Command, InvalidArgumentError, Option } from 'commander';
import { type ContestantName, isContestant } from './contestants.ts';

export interface Options {
  readonly rounds: number;
  /** Kept-alive connections of the load generator. */
  readonly connections: number;
  /** Seconds of measured load per contestant, workload and round. */
  readonly seconds: number;
  readonly contestants: readonly ContestantName[];
  readonly json: string | null;
  readonly mode: 'compare' | 'profile' | 'store' | 'documents' | 'ledger';
  /** Another version to measure the working tree beside. */
  readonly against: string | null;
}

interface Parsed {
  readonly quick: boolean;
  readonly rounds?: number;
  readonly connections: number;
  readonly seconds?: number;
  readonly masked: boolean;
  readonly json?: string;
  readonly profile: boolean;
  readonly store: boolean;
  readonly documents: boolean;
  readonly ledger: boolean;
  readonly against?: string;
}

export function readOptions(argv: readonly string[]): Options {
  const command = new Command('npm run bench --')
    .description('Measures Phield beside unprotected Apollo Server and beside graphql-shield.')
    .option('--quick', 'short rounds, for a look rather than a figure', false)
    .addOption(
      new Option('--rounds <n>', 'interleaved rounds (default 7, quick 3, documents 30)').argParser(
        whole(1, 100),
      ),
    )
    .addOption(new Option('--connections <n>', 'kept-alive connections').argParser(whole(1, 256)).default(64))
    .addOption(
      new Option('--seconds <n>', 'load per contestant, workload and round (default 4, quick 1)').argParser(
        whole(1, 120),
      ),
    )
    .option('--masked', 'also a role that sees masked values', false)
    .option('--json <file>', 'where the figures go besides bench/results/latest.json')
    .addOption(new Option('--profile', 'where Phield spends its time').default(false).conflicts('store'))
    .addOption(new Option('--store', 'calls per operation over the embedded store').default(false))
    .addOption(
      new Option('--documents', 'operations by id beside the same with their text, and unknown ids')
        .default(false)
        .conflicts(['store', 'profile', 'against']),
    )
    .addOption(
      new Option('--ledger', 'what the ledger takes, and what it adds to each workload')
        .default(false)
        .conflicts(['store', 'profile', 'against', 'documents']),
    )
    .addOption(
      new Option('--against <ref>', 'processor time beside another version of this repository').conflicts([
        'store',
        'profile',
        'masked',
      ]),
    );
  command.parse(['node', 'bench', ...argv]);
  const parsed = command.opts<Parsed>();
  return Object.freeze({
    rounds: parsed.rounds ?? (parsed.quick ? 3 : parsed.documents ? 30 : 7),
    connections: parsed.connections,
    seconds: parsed.seconds ?? (parsed.quick || parsed.documents ? 1 : 4),
    contestants: ['apollo', 'shield', 'phield', ...(parsed.masked ? ['masked'] : [])].filter(isContestant),
    json: parsed.json ?? null,
    mode: modeOf(parsed),
    against: parsed.against ?? null,
  });
}

function modeOf({ profile, store, documents, ledger }: Parsed): Options['mode'] {
  if (profile) return 'profile';
  if (store) return 'store';
  if (ledger) return 'ledger';
  return documents ? 'documents' : 'compare';
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
  };
}
