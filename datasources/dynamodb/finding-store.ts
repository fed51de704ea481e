import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { FindingStore } from '../../src/signals/finding-store.ts';
import {
  type KeptFinding,
  keptAfterChange,
  keptAfterScan,
  keptAfterTakingBack,
} from '../../src/signals/kept-finding.ts';
import { batchGet } from './batch-get.ts';
import { type PlacedFinding, readFinding } from './finding-item.ts';
import { findingKey, isFindingId } from './finding-keys.ts';
import { listFindings } from './list-findings.ts';
import { putFinding } from './put-finding.ts';
import type { StoreCalls } from './store-calls.ts';

/** Two that change one finding at once try again; more often than this it is no coincidence. */
const TRIES = 5;
/** Findings kept at once. */
const LANES = 8;

/** Findings of all tenants, one item each, in the data table. Every change is conditional on the version it was made from. */
export function createFindingStore(store: StoreCalls): FindingStore {
  const find = async (tenant: string, id: string): Promise<PlacedFinding | null> => {
    if (!isFindingId(id)) return null;
    const [item = null] = await batchGet(store, [findingKey(tenant, id)]);
    return item === null ? null : readFinding(item);
  };
  /** @param next what follows what is known; `null`: nothing. @returns what it followed, or `null`. */
  const settle = async (
    tenant: string,
    id: string,
    next: (known: KeptFinding | null) => KeptFinding | null,
  ): Promise<{ readonly known: KeptFinding | null; readonly kept: KeptFinding } | null> => {
    for (let left = TRIES; left > 0; left -= 1) {
      const known = await find(tenant, id);
      const kept = next(known?.kept ?? null);
      if (kept === null) return null;
      if (await putFinding(store, kept, known)) return { known: known?.kept ?? null, kept };
    }
    throw new UpstreamUnavailableError('a finding is changed again and again');
  };
  return Object.freeze({
    async keep(findings, now) {
      const opened: string[] = [];
      await inLanes(findings, async (finding) => {
        const settled = await settle(finding.tenant, finding.id, (known) =>
          keptAfterScan(finding, known, now),
        );
        if (settled?.kept.state === 'OPEN' && settled.known?.state !== 'OPEN') opened.push(finding.id);
      });
      return opened;
    },
    async takeBack(tenant, ids, now) {
      await inLanes(ids, async (id) => {
        await settle(tenant, id, (known) => (known === null ? null : keptAfterTakingBack(known, now)));
      });
    },
    find: async (tenant, id) => (await find(tenant, id))?.kept ?? null,
    list: (tenant, query) => listFindings(store, tenant, query),
    async change(tenant, id, version, change, about) {
      const known = await find(tenant, id);
      if (known === null) return null;
      if (known.kept.version !== version) return 'conflict';
      const kept = keptAfterChange(known.kept, change, about);
      return (await putFinding(store, kept, known)) ? kept : 'conflict';
    },
  } satisfies FindingStore);
}

async function inLanes<One>(all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const left = all.values();
  const lane = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, all.length) }, lane));
}
