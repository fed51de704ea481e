import type { Clock } from '../clock.ts';
import { namingRecord } from './naming-record.ts';
import type { OperationRecord } from './operation-record.ts';
import type { PolicyFile } from './policy-archive.ts';

/** What governs one tenant: `version` is in each of its events, `overlay` is SHA-256 (hex) of its file. */
export interface PolicyInForce {
  readonly version: string;
  readonly overlay: string;
  /** The tenant's file itself. Absent: it was read from none. */
  readonly file?: PolicyFile;
}

export interface PolicyRecorderOptions {
  readonly append: (record: OperationRecord) => Promise<void>;
  /**
   * Keeps the texts of what a tenant has in force from then on (milliseconds since the epoch). A policy MUST be kept
   * before it is on record: a version that nobody can look up explains nothing. Default: nothing is kept.
   */
  readonly keep?: (tenant: string, policy: PolicyInForce, from: number) => Promise<void>;
  /** Told once when texts cannot be kept, and once when they can again. */
  readonly onArchive?: (available: boolean) => void;
  readonly clock: Clock;
  /** Makes record ids: `createUlid`. */
  readonly newId: () => string;
  /** Milliseconds between two attempts while the ledger does not take it. */
  readonly retryMs?: number;
}

export interface PolicyRecorder {
  /**
   * Puts on record what is in force from now on, and what each tenant had before. Resolves after the first attempt;
   * what the archive or the ledger did not take is tried again until it does, in order. Never throws: while the ledger
   * cannot write, and while the store that keeps the archive is out of reach, no PHI is served.
   */
  announce(policies: ReadonlyMap<string, PolicyInForce>): Promise<void>;
  /** Tries once more, and stops. */
  close(): Promise<void>;
}

/** A record, and what has to be done before it is written. */
interface Waiting {
  readonly record: OperationRecord;
  readonly keeping: (() => Promise<void>) | null;
}

const RETRY_MS = 1_000;

/**
 * `policy_in_force` for every tenant at each start and each reload; `tenant_overlay_changed` for those whose file is
 * another, came or went. At a start nothing is known of before: the record before it says.
 */
export function createPolicyRecorder(options: PolicyRecorderOptions): PolicyRecorder {
  const { append, retryMs = RETRY_MS } = options;
  let known: ReadonlyMap<string, PolicyInForce> | null = null;
  let waiting: readonly Waiting[] = [];
  let archives = true;
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  /** @returns whether it is kept. */
  const keep = async ({ keeping }: Waiting): Promise<boolean> => {
    if (keeping === null) return true;
    const kept = await keeping().then(
      () => true,
      () => false,
    );
    if (kept !== archives) options.onArchive?.(kept);
    archives = kept;
    return kept;
  };
  const attempt = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const taken =
        (await keep(next)) &&
        (await append(next.record).then(
          () => true,
          () => false,
        ));
      if (!taken) {
        if (closed) return;
        timer = setTimeout(() => void inTurn(), retryMs);
        timer.unref();
        return;
      }
      waiting = waiting.slice(1);
    }
  };
  const inTurn = (): Promise<void> => {
    turn = turn.then(attempt);
    return turn;
  };

  return Object.freeze({
    announce(policies: ReadonlyMap<string, PolicyInForce>) {
      waiting = [...waiting, ...recordsOf(options, known, policies)];
      known = new Map(policies);
      return inTurn();
    },
    async close() {
      closed = true;
      await inTurn();
    },
  });
}

function recordsOf(
  { clock, newId, keep }: PolicyRecorderOptions,
  before: ReadonlyMap<string, PolicyInForce> | null,
  now: ReadonlyMap<string, PolicyInForce>,
): readonly Waiting[] {
  const from = clock();
  const time = new Date(from).toISOString();
  const record = (
    operation: string,
    tenant: string,
    type: string,
    { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  ): OperationRecord => ({
    ...namingRecord(
      { id: newId(), time, actor: 'phield', client: 'phield', operation, tenant, subject: null },
      [
        { type, coordinate: `${type}.version`, ids: to === undefined ? [] : [to] },
        { type, coordinate: `${type}.previous`, ids: from === undefined ? [] : [from] },
      ],
    ),
    policyVersion: now.get(tenant)?.version ?? '',
  });
  const tenants = [...new Set([...now.keys(), ...(before?.keys() ?? [])])].toSorted();
  return tenants.flatMap((tenant) => {
    const [was, to] = [before?.get(tenant), now.get(tenant)];
    const changed = before !== null && was?.overlay !== to?.overlay;
    return [
      ...(changed
        ? [
            {
              record: record('tenant_overlay_changed', tenant, 'TenantOverlay', {
                from: was?.overlay,
                to: to?.overlay,
              }),
              keeping: null,
            },
          ]
        : []),
      ...(to === undefined
        ? []
        : [
            {
              record: record('policy_in_force', tenant, 'TenantPolicy', {
                from: was?.version,
                to: to.version,
              }),
              keeping: keep === undefined ? null : () => keep(tenant, to, from),
            },
          ]),
    ];
  });
}
