import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, Lexer, parse, parseDocument, stringify } from 'yaml';
import { z } from 'zod';

/** Lists of a tenant's file that name patients, and what stands in their place: that somebody watches is told, whom is not. */
const NAMING_PATIENTS = Object.freeze({ vips: [], colleagues: {} });

const File = z.looseObject({ signals: z.looseObject({}) });

export interface ShownTenant {
  readonly text: string;
  /** Entries left out of each list, by its name; none: the text is the file as it stands. */
  readonly withheld: Readonly<Record<string, number>>;
}

/**
 * A tenant's file as it may be shown. Where it lists patients, the lists are left empty, and all comments left out, since
 * those may say who they are. What else it says stays on its line.
 */
export function shownTenant(text: string): ShownTenant {
  const file = File.safeParse(parse(text));
  const signals = file.data?.signals ?? {};
  const withheld = Object.fromEntries(
    Object.keys(NAMING_PATIENTS)
      .filter((name) => Object.hasOwn(signals, name))
      .map((name) => [name, entriesOf(signals[name])]),
  );
  if (Object.keys(withheld).length === 0) return { text, withheld };
  const emptied = Object.entries(NAMING_PATIENTS).filter(([name]) => Object.hasOwn(withheld, name));
  const expected = { ...file.data, signals: { ...signals, ...Object.fromEntries(emptied) } };
  const shown = withoutLists(withoutComments(text));
  // Where the text is written in some other way, what it says is shown and not how.
  return { text: isDeepStrictEqual(parsed(shown), expected) ? shown : stringify(expected), withheld };
}

function entriesOf(list: unknown): number {
  return typeof list === 'object' && list !== null ? Object.keys(list).length : 1;
}

/** Tokens that the lexer puts in, beside those that together are the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

function withoutComments(text: string): string {
  return [...new Lexer().lex(text)].filter((token) => !MARKS.has(token) && !token.startsWith('#')).join('');
}

/** Each list ends on the line on which it is named; those that it took are left empty. */
function withoutLists(text: string): string {
  const signals = parseDocument(text).get('signals');
  if (!isMap(signals)) return text;
  let shown = '';
  let from = 0;
  for (const { key, value } of signals.items) {
    if (!isNode(key) || !isNode(value) || !key.range || !value.range) continue;
    const empty = Object.entries(NAMING_PATIENTS).find(([name]) => name === key.toJSON())?.[1];
    if (empty === undefined) continue;
    const [behindName, behindList] = [key.range[1], value.range[2]];
    const lines = text.slice(behindName, behindList).replace(/[^\n]/g, '');
    shown += `${text.slice(from, behindName)}: ${JSON.stringify(empty)}${lines}`;
    from = behindList;
  }
  return shown + text.slice(from);
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    return null;
  }
}
