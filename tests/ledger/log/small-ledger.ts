import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import type { SigningKey } from '../../../src/ledger/chain/signing-key.ts';
import type { Vkey } from '../../../src/ledger/chain/vkey.ts';
import type { BatchSource, SinkName } from '../../../src/ledger/commit/sink.ts';
import type { MemoryFile } from '../../../src/ledger/log/known-file.ts';
import type { LogStore } from '../../../src/ledger/log/log-store.ts';
import { Sequencer, type SequencerOptions } from '../../../src/ledger/log/sequencer.ts';
import type { SequencerFinding } from '../../../src/ledger/log/sequencer-finding.ts';
import { type Witness, Witnesses } from '../../../src/ledger/log/witnesses.ts';
import { createInstallation, memoryKey, TEST_ORIGIN } from '../support/seal-batches.ts';

/** Batches by writer, as a sink would hold them. */
export class HeldBatches implements BatchSource {
  readonly name: SinkName;
  readonly held = new Map<string, SealedBatch[]>();

  constructor(name: SinkName = 'file') {
    this.name = name;
  }

  put(...batches: readonly SealedBatch[]): void {
    for (const batch of batches) {
      const list = this.held.get(batch.head.writer) ?? [];
      this.held.set(batch.head.writer, [...list, batch]);
    }
  }

  async writers(): Promise<readonly string[]> {
    return [...this.held.keys()];
  }

  async *batches(writer: string, from: number): AsyncGenerator<SealedBatch> {
    for (const batch of this.held.get(writer) ?? []) if (batch.head.seq >= from) yield batch;
  }
}

export function records(count: number, text = 'record'): Buffer[] {
  return Array.from({ length: count }, (_, at) => Buffer.from(JSON.stringify({ text, at })));
}

export function memoryFile(): MemoryFile & { saved: Parameters<MemoryFile['save']>[1] | null } {
  return {
    saved: null,
    async load() {
      return this.saved;
    },
    async save(_origin, memory) {
      this.saved = memory;
    },
  };
}

export interface SmallLedger {
  readonly installation: ReturnType<typeof createInstallation>;
  readonly logKey: SigningKey;
  readonly logVkey: Vkey;
  readonly source: HeldBatches;
  readonly findings: SequencerFinding[];
  /** A sequencer over a store; each has its own memory. */
  sequencer(
    store: LogStore,
    more?: Partial<SequencerOptions> & { readonly asked?: readonly Witness[] },
  ): Sequencer;
}

export function smallLedger(clock: () => number = Date.now): SmallLedger {
  const installation = createInstallation(TEST_ORIGIN, clock);
  const logKey = memoryKey(installation.origin);
  const logVkey: Vkey = { name: logKey.name, type: 'note', publicKey: logKey.publicKey };
  const source = new HeldBatches();
  const findings: SequencerFinding[] = [];
  const report = (finding: SequencerFinding) => void findings.push(finding);
  return {
    installation,
    logKey,
    logVkey,
    source,
    findings,
    sequencer: (store, { asked = [], ...more } = {}) =>
      new Sequencer({
        origin: installation.origin,
        keys: [logVkey],
        logKey,
        installationKeys: [installation.key.publicKey],
        store,
        sources: [source],
        witnesses: new Witnesses({ witnesses: asked, now: () => 0, report }),
        memory: memoryFile(),
        trusted: null,
        now: () => 0,
        heartbeat: 5_000,
        report,
        recordLost: async () => undefined,
        ...more,
      }),
  };
}
