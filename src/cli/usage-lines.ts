import Table from 'cli-table3';
import type { CellUse } from '../ledger/uses/usage-count.ts';
import type { OverdueReview } from '../review/overdue-reviews.ts';
import type { PurposeUse } from '../review/purpose-mix.ts';
import type { UnusedGrant } from '../review/usage-unused.ts';
import { safeLine } from './safe-line.ts';

/** What `phield access usage` tells. Times are RFC 3339. */
export interface ToldUsage {
  readonly tenant: string;
  readonly since: string;
  readonly knownSince: string | null;
  readonly cells: readonly (Omit<CellUse, 'last'> & { readonly last: string | null })[];
  /** By reason. */
  readonly denials: Readonly<Record<string, number>>;
  readonly unused: readonly UnusedGrant[];
  readonly overdue: readonly (Omit<OverdueReview, 'since' | 'due'> & {
    readonly since: string;
    readonly due: string;
  })[];
  readonly purposeMix: readonly PurposeUse[];
}

/** For a person to read. */
export function* usageLines(told: ToldUsage): Generator<string> {
  const table = new Table({
    head: ['coordinate', 'role', 'given', 'people', 'last', 'through glass', 'refused'],
    style: { head: [], border: [] },
  });
  table.push(
    ...told.cells.map(({ coordinate, role, given, people, last, throughGlass, refused }) => [
      coordinate,
      role,
      given,
      people,
      last ?? 'never',
      throughGlass,
      refused,
    ]),
  );
  yield table.toString();
  yield `The oldest record is of ${told.knownSince ?? 'never'}; asked for from ${told.since}.`;
  for (const { kind, id, since, due, actor } of told.overdue) {
    yield `overdue ${kind} ${safeLine(id)}: of ${since} by ${safeLine(actor ?? 'nobody known')}, was due ${due}`;
  }
  for (const { actor, role, purpose, given, share, allowed, usual } of told.purposeMix) {
    yield `outside the purpose mix: ${safeLine(actor)} as ${role} for ${purpose}: ${percent(share)} of what was read (${given} fields); allowed ${percent(allowed)}, usual ${percent(usual)}`;
  }
  for (const { grant, file, line, unusedRoles, unusedPurposes, narrower } of told.unused) {
    yield `\n${file}:${line} ${grant}: not used: ${[...unusedRoles, ...unusedPurposes].join(', ')}`;
    yield narrower === null ? '  # nothing of it was used' : `  ${narrower}`;
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
