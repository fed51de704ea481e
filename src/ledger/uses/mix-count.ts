import type { OperationRecord } from '../operation-record.ts';
import { purposeOf, readPattern, usesOf } from './use-pattern.ts';

/** Fields that one actor was given for one purpose, in these roles. */
export interface PersonalUse {
  readonly actor: string;
  readonly roles: readonly string[];
  /** BTG for what was read through a glass. */
  readonly purpose: string | null;
  readonly given: number;
}

/** Counts for what each person had something. */
export class MixCount {
  readonly #uses = new Map<string, PersonalUse>();

  observe(record: OperationRecord): void {
    const { kind, actor, roles, time } = record;
    if (kind !== 'operation' || actor === null || Number.isNaN(Date.parse(time))) return;
    for (const { text, times } of usesOf(record)) {
      const pattern = readPattern(text);
      for (const field of pattern?.fields ?? []) {
        if (pattern === null || field[2] === 'DENY') continue;
        this.add({ actor, roles, purpose: purposeOf(pattern, field), given: times });
      }
    }
  }

  add({ actor, roles, purpose, given }: PersonalUse): void {
    const key = JSON.stringify([actor, roles, purpose]);
    const known = this.#uses.get(key)?.given ?? 0;
    this.#uses.set(key, { actor, roles, purpose, given: known + given });
  }

  /** By actor. */
  uses(): readonly PersonalUse[] {
    return [...this.#uses].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  }
}
