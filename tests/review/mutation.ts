import { loadSdl } from '../../directives/load-sdl.ts';
import type { SdlFile } from '../../directives/read-sdl.ts';
import type { AccessChange, ChangeKind } from '../../src/review/access-change.ts';

/** The first `from` behind `after` in a file becomes `to`; file `*`: every occurrence in all files. */
export interface Edit {
  readonly file: string;
  readonly after?: string;
  readonly from: string;
  readonly to: string;
}

export interface Mutation {
  readonly name: string;
  /** Made on both sides first. */
  readonly before?: readonly Edit[];
  readonly edits: readonly Edit[];
  /** Kinds that are told, no more and no fewer. */
  readonly kinds: readonly ChangeKind[];
  /** Each is told, among others. */
  readonly tells?: readonly Partial<AccessChange>[];
  /** Nothing is told of any other coordinate. */
  readonly only?: RegExp;
  /** Whether it needs a waiver; left out: as its kinds have it. */
  readonly fails?: boolean;
}

export async function shippedSchema(): Promise<readonly SdlFile[]> {
  return loadSdl('schema');
}

/** @throws Error where an edit finds nothing: a mutation that does not mutate shows nothing. */
export function mutate(files: readonly SdlFile[], edits: readonly Edit[]): readonly SdlFile[] {
  return edits.reduce((texts, { file, after = '', from, to }) => {
    let done = false;
    const edited = texts.map(({ name, body }) => {
      if (file === '*') {
        const all = body.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), to);
        done ||= all !== body;
        return { name, body: all };
      }
      if (!name.endsWith(`/${file}`)) return { name, body };
      const start = body.indexOf(after);
      const at = start < 0 ? -1 : body.indexOf(from, start);
      if (at < 0) return { name, body };
      done = true;
      return { name, body: `${body.slice(0, at)}${to}${body.slice(at + from.length)}` };
    });
    if (!done) throw new Error(`${file}: no ${from} behind ${after}`);
    return edited;
  }, files);
}

/** Of a category's grants in access.graphql. */
export function inCategory(category: string, from: string, to: string): Edit {
  return { file: 'access.graphql', after: `\n  ${category}\n`, from, to };
}
