import { z } from 'zod';
import type { FindingCode, Findings } from './findings.ts';
import type { LogReader } from './log-reader.ts';
import { isEqual } from './merkle-proof.ts';
import { parseExact } from './read-certificate.ts';
import { parseCount } from './read-checkpoint.ts';
import { strictBase64 } from './signed-text.ts';
import { parseTilePath, TILE_WIDTH, tilePath } from './tile-path.ts';

const Plan = z.strictObject({
  v: z.literal(1),
  size: z.number().int().nonnegative(),
  batches: z.array(z.tuple([z.ulid(), z.number().int().positive(), z.string()])).min(1),
});

interface Planned {
  readonly path: string;
  readonly size: number;
  readonly batches: readonly (readonly [writer: string, seq: number, hash: Uint8Array])[];
  /** How many of its batches were met where it says. */
  met: number;
}

const MOST_PLANS = 1000;
const BEYOND = 'a plan beyond the end of the log';

/**
 * What lies in the log's folder besides the objects that the checkpoint demands. A sequencer that was killed leaves a
 * plan, or partial tiles that longer ones took the place of; both must agree with the log. Nothing else may be there.
 */
export class LogFiles {
  readonly #reader: LogReader;
  readonly #size: number;
  readonly #findings: Findings;
  readonly #plans = new Map<number, Planned>();
  #following: Planned[] = [];
  /** Plans that do not agree, by path, and how. */
  readonly #doubted = new Map<string, string>();

  constructor(reader: LogReader, size: number, findings: Findings) {
    this.#reader = reader;
    this.#size = size;
    this.#findings = findings;
  }

  /** Before the entries are read: which plans there are. */
  async readPlans(): Promise<void> {
    for await (const path of this.#reader.list() ?? []) {
      const [, number] = /^plan\/(.*)$/.exec(path) ?? [];
      if (number === undefined) continue;
      const size = parseCount(number);
      const bytes = size === null ? null : await this.#reader.get(path);
      // It may be gone by now, with its work done.
      if (bytes === null && size !== null) continue;
      const planned = size === null || bytes === null ? null : planOf(path, size, bytes);
      if (planned === null) this.#find('LOG_LEFTOVER', path, 'no plan of a sequencer');
      else if (planned.size > this.#size) {
        this.#doubted.set(path, BEYOND);
      } else if (this.#plans.size < MOST_PLANS) this.#plans.set(planned.size, planned);
    }
  }

  /** A batch of the log, whose first entry is `from`. */
  onBatch(writer: string, seq: number, hash: Uint8Array, from: number): void {
    const begins = this.#plans.get(from);
    if (begins !== undefined) this.#following.push(begins);
    this.#following = this.#following.filter((plan) => {
      const [who, number, what] = plan.batches[plan.met] ?? [];
      if (who !== writer || number !== seq || what === undefined || !isEqual(what, hash)) {
        this.#doubted.set(plan.path, 'a plan of another history');
        return false;
      }
      plan.met += 1;
      return plan.met < plan.batches.length;
    });
  }

  /** A batch of a store, which the log does not have yet. @returns false when the plan under way names another. */
  agrees(writer: string, seq: number, hash: Uint8Array): boolean {
    const plan = this.#plans.get(this.#size);
    const [, , planned] = plan?.batches.find(([who, number]) => who === writer && number === seq) ?? [];
    if (plan === undefined || planned === undefined || isEqual(planned, hash)) return true;
    this.#find('LOG_LEFTOVER', plan.path, 'plans another batch than its writer sealed');
    return false;
  }

  /** After the entries were read: everything that lies there. */
  async finish(): Promise<void> {
    for (const { path, size, met } of this.#plans.values()) {
      if (size < this.#size && met === 0 && !this.#doubted.has(path))
        this.#doubted.set(path, 'no batch begins where it says');
    }
    await this.#judgePlans();
    for await (const path of this.#reader.list() ?? []) {
      if (path === 'checkpoint' || path.startsWith('plan/')) continue;
      const tile = parseTilePath(path);
      if (tile === null) {
        this.#find('LOG_STRANGER', path, 'no object of a log');
        continue;
      }
      const { level, number, width } = tile;
      const hashes = level === 'entries' ? this.#size : Math.floor(this.#size / TILE_WIDTH ** level);
      const there = hashes - number * TILE_WIDTH;
      if (width === Math.min(there, TILE_WIDTH)) continue;
      if (width < there) await this.#shorter(path, level, number, Math.min(there, TILE_WIDTH));
      else if (!(await this.#isUnderWay())) {
        this.#find('LOG_STRANGER', path, 'beyond the end of the log, and nothing plans it');
      }
    }
  }

  /**
   * A sequencer that was overtaken makes a plan too late, and takes it back; one that is ahead plans before readers are
   * shown the checkpoint that it goes on from. What such a one leaves when it is killed lies there still.
   */
  async #judgePlans(): Promise<void> {
    for (const [path, detail] of this.#doubted) {
      if ((await this.#reader.get(path)) === null) continue;
      if (detail === BEYOND && (await this.#hasGrown())) continue;
      this.#find('LOG_LEFTOVER', path, detail);
    }
  }

  async #shorter(path: string, level: number | 'entries', number: number, width: number): Promise<void> {
    const [bytes, longer] = await Promise.all([
      this.#reader.get(path),
      this.#reader.get(tilePath(level, number, width)),
    ]);
    if (bytes === null || longer === null || isEqual(bytes, longer.subarray(0, bytes.length))) return;
    this.#find('LOG_LEFTOVER', path, 'not the beginning of the tile that took its place');
  }

  /** A plan goes only when the checkpoint that it leads to is there: whoever meets neither met a stranger. */
  async #isUnderWay(): Promise<boolean> {
    return (await this.#reader.get(`plan/${this.#size}`)) !== null || this.#hasGrown();
  }

  async #hasGrown(): Promise<boolean> {
    const note = await this.#reader.get('checkpoint');
    const size = parseCount(
      Buffer.from(note ?? [])
        .toString('utf8')
        .split('\n')[1] ?? '',
    );
    return size !== null && size > this.#size;
  }

  #find(code: FindingCode, where: string, detail: string): void {
    this.#findings.add('log', { code, where, index: null, writer: null, seq: null, record: null, detail });
  }
}

function planOf(path: string, size: number, bytes: Uint8Array): Planned | null {
  const plan = parseExact(Plan, Buffer.from(bytes));
  if (plan === null || plan.size !== size) return null;
  const batches: [string, number, Uint8Array][] = [];
  for (const [writer, seq, text] of plan.batches) {
    const hash = strictBase64(text, 32);
    if (hash === null) return null;
    batches.push([writer, seq, hash]);
  }
  return { path, size, batches, met: 0 };
}
