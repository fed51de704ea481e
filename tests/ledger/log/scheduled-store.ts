import type { LogStore } from '../../../src/ledger/log/log-store.ts';

/** Small seeded generator (mulberry32). @returns numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Call {
  readonly owner: string;
  readonly run: () => void;
}

/**
 * Every call of every sequencer waits until it is its turn; whose turn it is, is drawn. A call happens in one moment,
 * and its answer comes back in another.
 */
export class Schedule {
  readonly #waiting: Call[] = [];
  readonly #random: () => number;
  /** Owners that stand still, as a process does that the machine has put to sleep. */
  readonly asleep = new Set<string>();

  constructor(random: () => number) {
    this.#random = random;
  }

  turn(owner: string): Promise<void> {
    return new Promise((run) => this.#waiting.push({ owner, run }));
  }

  /** Runs until `ended`, one turn after the other. */
  async run(ended: () => boolean): Promise<void> {
    while (!ended()) {
      await new Promise((next) => setImmediate(next));
      const awake = this.#waiting.filter(({ owner }) => !this.asleep.has(owner));
      const call = awake[Math.floor(this.#random() * awake.length)];
      if (call === undefined) {
        this.asleep.clear();
        continue;
      }
      this.#waiting.splice(this.#waiting.indexOf(call), 1);
      call.run();
    }
  }
}

/** The store as one sequencer sees it. */
export function scheduledStore(store: LogStore, schedule: Schedule, owner: string): LogStore {
  const between = async <T>(act: () => Promise<T>): Promise<T> => {
    await schedule.turn(owner);
    const result = await act();
    await schedule.turn(owner);
    return result;
  };
  return {
    get: (path) => between(() => store.get(path)),
    create: (path, bytes) => between(() => store.create(path, bytes)),
    replaceCheckpoint: (bytes, expected) => between(() => store.replaceCheckpoint(bytes, expected)),
    remove: (path) => between(() => store.remove(path)),
  };
}

export class Killed extends Error {}

/** Dies at its `at`th call: before it has any effect, or after it had it and before the answer. */
export function dyingStore(
  store: LogStore,
  at: number,
  after: boolean,
): LogStore & { readonly calls: number } {
  let calls = 0;
  const through = async <T>(act: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls < at) return act();
    if (calls === at && after) await act();
    throw new Killed();
  };
  return {
    get calls() {
      return calls;
    },
    get: (path) => through(() => store.get(path)),
    create: (path, bytes) => through(() => store.create(path, bytes)),
    replaceCheckpoint: (bytes, expected) => through(() => store.replaceCheckpoint(bytes, expected)),
    remove: (path) => through(() => store.remove(path)),
  };
}
