import type { Findings } from './findings.ts';
import type { Head } from './read-head.ts';

/** Missed heartbeats after which a silence is said. */
const MISSED = 3;

/** Looks for silences: a writer that has nothing to write seals an empty batch every so often. */
export class HeartbeatWatch {
  readonly #most: number;
  readonly #findings: Findings;

  /** @param heartbeat seconds. */
  constructor(heartbeat: number, findings: Findings) {
    this.#most = heartbeat * 1000 * MISSED;
    this.#findings = findings;
  }

  /** @param before time of the writer's batch before it, milliseconds; `null` for its first. */
  onBatch({ writer, seq, time }: Head, before: number | null, where: string, index: number | null): void {
    if (before === null || time - before <= this.#most) return;
    const detail = `${Math.round((time - before) / 1000)} s of silence before it`;
    this.#findings.notice({ code: 'HEARTBEAT_GAP', where, index, writer, seq, record: null, detail });
  }
}
