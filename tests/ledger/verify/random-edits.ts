import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../../src/ledger/verify/findings.ts';
import { Chooser } from '../../properties/chooser.ts';
import type { EditCase } from './edit-case.ts';
import { editBundle, editCheckpoint, editEntries, editObjects, editPlan, editTile } from './edit-log.ts';
import { editSegment, editTable } from './edit-store.ts';
import { verifyLooked, type WholeLedger } from './whole-ledger.ts';

type Edit = (chooser: Chooser, whole: WholeLedger) => EditCase | null | Promise<EditCase | null>;

export const EDITS: Readonly<Record<string, Edit>> = Object.freeze({
  bundle: editBundle,
  'stolen key': (chooser, whole) => editEntries(chooser, whole, true),
  'wrong key': (chooser, whole) => editEntries(chooser, whole, false),
  tile: editTile,
  objects: editObjects,
  checkpoint: editCheckpoint,
  plan: editPlan,
  segment: editSegment,
  table: editTable,
});

/** What a verifier said of an edit. */
interface Said {
  readonly what: string;
  readonly found: boolean;
  /** The first bad record is named where it was edited. */
  readonly right: boolean;
  readonly expected: string;
  readonly firstBad: Finding | null;
}

export interface EditOutcome extends Said {
  readonly seed: number;
  readonly kind: string;
}

/** A folder with the segments of a ledger, in which an edit changes as little as it must. */
export class EditBench {
  readonly #whole: WholeLedger;
  readonly #directory: string;
  #present: ReadonlyMap<string, Buffer>;

  private constructor(whole: WholeLedger, directory: string) {
    this.#whole = whole;
    this.#directory = directory;
    this.#present = new Map();
  }

  static async open(whole: WholeLedger): Promise<EditBench> {
    const directory = await mkdtemp(join(tmpdir(), 'phield-edits-'));
    await mkdir(join(directory, 'log'));
    return new EditBench(whole, directory);
  }

  async close(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** The case of a seed: the first edit that changes anything. */
  async try(seed: number): Promise<EditOutcome> {
    const chooser = new Chooser(seed);
    const kinds = Object.keys(EDITS);
    for (;;) {
      const kind = chooser.one(kinds);
      const edited = await EDITS[kind]?.(chooser, this.#whole);
      if (!edited) continue;
      return { seed, kind, ...(await this.look(edited)) };
    }
  }

  async look(edited: EditCase): Promise<Said> {
    const { what, expected } = edited;
    if (edited.segments !== null) await this.#place(edited.segments);
    const segments = edited.segments === null ? null : this.#directory;
    const { firstBad, notices } = await verifyLooked({ ...edited, segments });
    const noticed = notices.find(({ code }) => code === 'UNSEALED' || code === 'TORN_TAIL');
    const right =
      firstBad !== null ? edited.isThere(firstBad) : edited.harmless === true && noticed !== undefined;
    return { what, found: firstBad !== null || right, right, expected, firstBad };
  }

  async #place(segments: ReadonlyMap<string, Buffer>): Promise<void> {
    for (const name of this.#present.keys()) if (!segments.has(name)) await rm(join(this.#directory, name));
    for (const [name, bytes] of segments) {
      if (this.#present.get(name) !== bytes) await writeFile(join(this.#directory, name), bytes);
    }
    this.#present = segments;
  }
}
