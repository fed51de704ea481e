import type { SealedBatch } from '../../../src/ledger/chain/batch.ts';
import { leafHash } from '../../../src/ledger/hash.ts';
import type { BundleRemover } from '../../../src/ledger/keep/prune-bundles.ts';
import { type WalkedBundle, walkLog } from '../../../src/ledger/keep/walk-log.ts';
import { writeBundle } from '../../../src/ledger/log/entry-bundle.ts';
import { LogTree } from '../../../src/ledger/log/log-tree.ts';
import { tilePath } from '../../../src/ledger/log/tile-path.ts';

/** A log in memory: its objects by path, and its head. */
export class MemoryLog implements BundleRemover {
  readonly objects = new Map<string, Uint8Array>();
  readonly removals: string[] = [];
  readonly locked = new Set<string>();
  /** Removals after which the process is killed. */
  diesAfter = Number.POSITIVE_INFINITY;
  readonly #tree = new LogTree();
  readonly #entries: Uint8Array[] = [];

  append(...batches: readonly SealedBatch[]): this {
    for (const { records, sealed } of batches) {
      for (const entry of [...records, sealed]) {
        this.#entries.push(entry);
        this.#tree.append(leafHash(entry));
      }
    }
    for (const { place, bytes } of this.#tree.takeTiles()) {
      this.objects.set(tilePath(place), bytes);
      if (place.level !== 0) continue;
      const start = place.index * 256;
      const entries = this.#entries.slice(start, start + place.width);
      this.objects.set(tilePath({ ...place, level: 'entries' }), writeBundle(entries));
    }
    return this;
  }

  get head(): { readonly size: number; readonly root: Uint8Array } {
    return { size: this.#entries.length, root: this.#tree.root() };
  }

  get(path: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.objects.get(path) ?? null);
  }

  walk(): AsyncGenerator<WalkedBundle> {
    return walkLog(this, this.head);
  }

  bundle(index: number): string {
    return tilePath({ level: 'entries', index, width: 256 });
  }

  remove(path: string): Promise<'removed' | 'absent' | 'locked'> {
    if (this.removals.length >= this.diesAfter) return Promise.reject(new Error('killed'));
    if (this.locked.has(path)) return Promise.resolve('locked');
    this.removals.push(path);
    return Promise.resolve(this.objects.delete(path) ? 'removed' : 'absent');
  }
}
