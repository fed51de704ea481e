import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { ProviderId, TenantName } from '../identity/names.ts';
import { namingRecord } from '../ledger/naming-record.ts';
import { DETECTOR_NAMES } from '../signals/finding.ts';
import {
  FINDING_STATES,
  FINDING_VERDICTS,
  type FindingChange,
  type KeptFinding,
} from '../signals/kept-finding.ts';
import { wholeNumber } from '../whole-number.ts';
import { findingLine } from './finding-line.ts';
import { parseOptions } from './parse-options.ts';
import { actForTenant, type TenantActs } from './tenant-acts.ts';
import { writeLine } from './write-line.ts';

const PAGE = 200;
const oneOf = <const Word extends string>(words: readonly Word[]) =>
  z.enum(words, `expected one of ${words.join(', ')}`);
const SEVERITIES = Object.freeze(['LOW', 'MEDIUM', 'HIGH'] as const);

const Options = z.object({
  tenant: TenantName,
  state: oneOf(FINDING_STATES).optional(),
  severity: oneOf(SEVERITIES).optional(),
  detector: oneOf(DETECTOR_NAMES).optional(),
  limit: wholeNumber(1, 1_000_000).default(50),
  to: ProviderId.optional(),
  verdict: oneOf(FINDING_VERDICTS).optional(),
  expected: wholeNumber(1).optional(),
  json: z.boolean().default(false),
});
type Asked = z.output<typeof Options>;
const FindingId = z.string().regex(/^[0-9a-f]{32}$/);

/** What is not so says so, and the command fails. */
class FindingRefused extends Error {}

/** `phield signals list|show|assign|close|reopen`. Exit 0 done, 1 not, 2 usage. */
export function registerSignalFindings(signals: Command): void {
  add(signals, 'list', 'List kept findings, newest first.', async (asked, acts) => {
    await recorded(acts, asked.tenant, 'signals_listed', []);
    for await (const kept of newestFirst(asked, acts)) await print(asked, kept);
  })
    .option('--state <state>', FINDING_STATES.join(', '))
    .option('--severity <severity>', SEVERITIES.join(', '))
    .option('--detector <name>', 'such as many-patients')
    .option('--limit <count>', 'at most so many', '50');

  add(signals, 'show', 'Show one finding.', async (asked, acts, id) => {
    await recorded(acts, asked.tenant, 'signals_shown', [id]);
    const kept = await acts.store.findings.find(asked.tenant, id);
    if (kept === null) throw new FindingRefused('no such finding');
    await print(asked, kept);
  }).argument('<id>', 'of the finding');

  addChange(signals, 'assign', 'Give a finding to somebody to look into.', ({ to = '' }) => ({
    state: 'ASSIGNED',
    assignee: to,
  })).requiredOption('--to <actor>', 'whom, as the identity provider knows them');
  addChange(signals, 'close', 'Say what was made of a finding.', ({ verdict = 'FALSE' }) => ({
    state: 'CLOSED',
    verdict,
  })).requiredOption('--verdict <verdict>', FINDING_VERDICTS.join(', '));
  addChange(signals, 'reopen', 'Take back who has a finding, and what was made of it.', () => ({
    state: 'OPEN',
  }));
}

async function* newestFirst(asked: Asked, { store }: TenantActs): AsyncGenerator<KeptFinding> {
  const { tenant, state = null, severity = null, detector = null } = asked;
  let left = asked.limit;
  let after: string | null = null;
  while (left > 0) {
    const first = Math.min(PAGE, left);
    const { rows, hasNextPage } = await store.findings.list(tenant, {
      ...{ state, severity, detector, first, after },
    });
    for (const { record } of rows) yield record;
    left -= rows.length;
    after = rows.at(-1)?.position ?? null;
    if (!hasNextPage || after === null) return;
  }
}

function addChange(
  signals: Command,
  name: 'assign' | 'close' | 'reopen',
  about: string,
  changeOf: (asked: Asked) => FindingChange,
): Command {
  return add(signals, name, about, async (asked, acts, id) => {
    const { tenant, expected } = asked;
    const { findings } = acts.store;
    const known = await findings.find(tenant, id);
    if (known === null) throw new FindingRefused('no such finding');
    const by = `os-user:${userInfo().username}`;
    const change = changeOf(asked);
    const involved = change.state === 'ASSIGNED' ? [by, change.assignee] : [by];
    const names = (await Promise.all(involved.map((one) => acts.names.actor(one)))).flat();
    if (known.finding.actor !== null && names.includes(known.finding.actor)) {
      throw new FindingRefused('nobody judges what they did themselves');
    }
    const version = expected ?? known.version;
    if (version === known.version) {
      await recorded(acts, tenant, `signals_${name}`, [id]);
      const changed = await findings.change(tenant, id, version, change, { by, now: Date.now() });
      if (changed !== null && changed !== 'conflict') return print(asked, changed);
    }
    throw new FindingRefused('somebody has changed it since; show it again');
  })
    .argument('<id>', 'of the finding')
    .option('--expected <version>', 'the version you have seen; left out: whatever it is now');
}

/** @throws when it is not durable: then nothing is read and nothing done. */
function recorded(acts: TenantActs, tenant: string, operation: string, ids: readonly string[]) {
  const things = [{ type: 'SignalFinding', coordinate: `SignalFinding.${operation.slice(8)}`, ids }];
  return acts.record((about) => namingRecord({ ...about, operation, tenant, subject: null }, things));
}

function add(
  signals: Command,
  name: string,
  about: string,
  act: (asked: Asked, acts: TenantActs, id: string) => Promise<void>,
): Command {
  const command = signals
    .command(name)
    .description(`${about} On record before.`)
    .requiredOption('--tenant <name>', 'whose')
    .option('--json', 'print each finding as one line of JSON')
    .action(async () => {
      const asked = parseOptions(command, `signals ${name}`, Options, command.opts());
      const [id = ''] = command.args;
      if (command.args.length > 0 && !FindingId.safeParse(id).success) {
        return command.error(`phield signals ${name}: expected 32 hex digits, as list prints it`);
      }
      try {
        await actForTenant(loadConfig(process.env), asked.tenant, (acts) => act(asked, acts, id));
      } catch (error) {
        if (!(error instanceof FindingRefused)) throw error;
        process.stderr.write(`phield signals ${name}: ${error.message}\n`);
        process.exitCode = 1;
      }
    });
  return command;
}

function print({ json }: Asked, kept: KeptFinding): Promise<void> {
  const { finding, state, assignee, verdict, by, version } = kept;
  if (json) return writeLine(process.stdout, JSON.stringify(kept));
  const about = [`state=${state}`, `assignee=${assignee ?? '-'}`, `verdict=${verdict ?? '-'}`];
  return writeLine(process.stdout, findingLine(finding, [...about, `by=${by}`, `version=${version}`]));
}
