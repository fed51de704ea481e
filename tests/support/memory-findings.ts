import type { SignalFinding } from '../../src/signals/finding.ts';
import type { ChangedBy, FindingPage, FindingQuery, FindingStore } from '../../src/signals/finding-store.ts';
import {
  type FindingChange,
  type KeptFinding,
  keptAfterChange,
  keptAfterScan,
  keptAfterTakingBack,
} from '../../src/signals/kept-finding.ts';

/** Findings over a map, and every call that reads or changes them. */
export class MemoryFindings implements FindingStore {
  readonly #kept = new Map<string, KeptFinding>();
  readonly calls: string[] = [];
  /** Happens between reading a finding and changing it. */
  during: () => Promise<void> = async () => {};

  clear(): void {
    this.#kept.clear();
    this.calls.length = 0;
    this.during = async () => {};
  }

  async keep(findings: readonly SignalFinding[], now: number): Promise<readonly string[]> {
    const opened: string[] = [];
    for (const finding of findings) {
      const known = this.#kept.get(keyOf(finding.tenant, finding.id)) ?? null;
      const kept = keptAfterScan(finding, known, now);
      if (kept === null) continue;
      this.#kept.set(keyOf(finding.tenant, finding.id), kept);
      if (kept.state === 'OPEN' && known?.state !== 'OPEN') opened.push(finding.id);
    }
    return opened;
  }

  async takeBack(tenant: string, ids: readonly string[], now: number): Promise<void> {
    for (const id of ids) {
      const known = this.#kept.get(keyOf(tenant, id));
      const kept = known === undefined ? null : keptAfterTakingBack(known, now);
      if (kept !== null) this.#kept.set(keyOf(tenant, id), kept);
    }
  }

  async find(tenant: string, id: string): Promise<KeptFinding | null> {
    this.calls.push(`find ${tenant} ${id}`);
    return this.#kept.get(keyOf(tenant, id)) ?? null;
  }

  async list(tenant: string, query: FindingQuery): Promise<FindingPage> {
    this.calls.push(`list ${tenant}`);
    const { state, severity, detector, first, after } = query;
    const all = [...this.#kept.values()]
      .filter(({ finding }) => finding.tenant === tenant)
      .filter((one) => state === null || one.state === state)
      .filter(({ finding }) => severity === null || finding.severity === severity)
      .filter(({ finding }) => detector === null || finding.detector === detector)
      .map((record) => ({ record, position: `${record.finding.from}#${record.finding.id}` }))
      .filter(({ position }) => after === null || position < after)
      .toSorted((a, b) => (a.position < b.position ? 1 : -1));
    return { rows: all.slice(0, first), hasNextPage: all.length > first };
  }

  async change(
    tenant: string,
    id: string,
    version: number,
    change: FindingChange,
    about: ChangedBy,
  ): Promise<KeptFinding | 'conflict' | null> {
    this.calls.push(`change ${tenant} ${id}`);
    await this.during();
    const known = this.#kept.get(keyOf(tenant, id));
    if (known === undefined) return null;
    if (known.version !== version) return 'conflict';
    const kept = keptAfterChange(known, change, about);
    this.#kept.set(keyOf(tenant, id), kept);
    return kept;
  }
}

function keyOf(tenant: string, id: string): string {
  return `${tenant} ${id}`;
}
