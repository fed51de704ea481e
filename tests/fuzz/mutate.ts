import type { Chooser } from '../properties/chooser.ts';
import { ECHO, NASTY_NUMBERS, NASTY_TEXTS, NASTY_TOKENS } from './nasty.ts';

const TOKEN = /"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|[_A-Za-z]\w*|-?\d[\d.eE+-]*|\.\.\.|\S/g;

/** Pieces of a document, taken away, doubled, exchanged, and mixed with others. */
export function mutateDocument(choose: Chooser, text: string, other: string): string {
  let tokens: readonly string[] = text.match(TOKEN) ?? [];
  const others = other.match(TOKEN) ?? [];
  if (choose.chance(0.5)) return exchangeNames(choose, tokens, others);
  for (let round = choose.one([1, 1, 1, 2, 4]); round > 0; round -= 1) {
    const at = choose.number(tokens.length + 1);
    const length = 1 + choose.number(choose.chance(0.2) ? 30 : 3);
    const [before, piece, after] = [
      tokens.slice(0, at),
      tokens.slice(at, at + length),
      tokens.slice(at + length),
    ];
    tokens = choose.one<() => readonly string[]>([
      () => [...before, ...after],
      () => [...before, ...piece, ...piece, ...after],
      () => [...before, choose.one([...tokens, 'x']), ...tokens.slice(at + 1)],
      () => [...before, choose.one([...others, 'x']), ...tokens.slice(at + 1)],
      () => tokens.map((one) => (one === tokens[at] ? choose.one([...others, 'id']) : one)),
      () => [...before, ...Array.from({ length: choose.number(80) }, () => piece).flat(), ...after],
      () => [...before, choose.one(NASTY_TOKENS), ...after],
      () => [...before, choose.one(NASTY_TOKENS), ...piece, ...after],
      () => [...before, ...others.slice(choose.number(others.length + 1)).slice(0, 20), ...after],
      () => [...before, JSON.stringify(choose.one(NASTY_TEXTS)), ...after],
      () => [...after, ...piece, ...before],
      () => before,
    ])();
  }
  return tokens.join(choose.chance(0.03) ? choose.one([',', '']) : ' ');
}

/** Still a document, but of other fields, arguments, types and values. */
function exchangeNames(choose: Chooser, tokens: readonly string[], others: readonly string[]): string {
  const names = [...tokens, ...others].filter((token) => /^[_A-Za-z]/.test(token));
  const share = choose.one([0.02, 0.05, 0.2]);
  return tokens
    .map((token) => (/^[_A-Za-z]/.test(token) && choose.chance(share) ? choose.one(names) : token))
    .join(' ');
}

/** Any bytes into any text, by the way they come on a wire. */
export function mutateBytes(choose: Chooser, bytes: Buffer): Buffer {
  let now = bytes;
  for (let round = choose.one([1, 1, 1, 2, 5]); round > 0; round -= 1) {
    const at = choose.number(now.length + 1);
    const length = 1 + choose.number(choose.chance(0.2) ? 200 : 4);
    const [before, piece, after] = [
      now.subarray(0, at),
      now.subarray(at, at + length),
      now.subarray(at + length),
    ];
    now = choose.one<() => Buffer>([
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, piece, piece, after]),
      () => Buffer.concat([before, Buffer.from([choose.number(256)]), after]),
      () => Buffer.concat([before, Buffer.from(choose.one(WIRE)), after]),
      () => Buffer.concat([before, Buffer.from(choose.one(WIRE)), piece, after]),
      () => Buffer.concat([before, Buffer.alloc(choose.number(400), choose.number(256)), after]),
      () => before,
    ])();
  }
  return now;
}

const WIRE: readonly string[] = Object.freeze([
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\0',
  ' ',
  '\t',
  ':',
  'content-length: 0\r\n',
  'content-length: 99999999999999999999\r\n',
  'content-length: -1\r\n',
  'transfer-encoding: chunked\r\n',
  'transfer-encoding: gzip, chunked\r\n',
  'content-encoding: gzip\r\n',
  'content-type: text/plain\r\n',
  'expect: 100-continue\r\n',
  'connection: upgrade\r\nupgrade: h2c\r\n',
  'host: other\r\n',
  `x: ${ECHO}\r\n`,
  'GET / HTTP/1.1\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\n',
  'HTTP/1.0',
  'HTTP/9.9',
  '\u00ff\u00fe',
  '{"a":',
  '[[[[[[[[',
  '1e999',
  '\\ud800',
  '"__proto__":',
  ECHO,
]);

/** Other values in the place of some, and values where there were none. */
export function mutateJson(choose: Chooser, value: unknown, depth = 0): unknown {
  if (choose.chance(0.25)) return anything(choose, depth);
  if (Array.isArray(value)) return value.map((one) => mutateJson(choose, one, depth + 1));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, held]): [string, unknown] => [
      choose.chance(0.1) ? choose.one(NASTY_TEXTS) : name,
      mutateJson(choose, held, depth + 1),
    ]);
    return Object.fromEntries(entries);
  }
  return choose.chance(0.5) ? anything(choose, depth) : value;
}

/** Mostly one of the members, so that the others stay good; now and then any of them, or the whole. */
export function mutateMembers(choose: Chooser, members: Readonly<Record<string, unknown>>): unknown {
  if (choose.chance(0.1)) return mutateJson(choose, members);
  const names = Object.keys(members);
  const chosen = names.length === 0 ? null : choose.one(names);
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      name === chosen ? mutateJson(choose, value) : value,
    ]),
  );
}

export function anything(choose: Chooser, depth = 0): unknown {
  return choose.one<() => unknown>([
    () => choose.one(NASTY_TEXTS),
    () => choose.one(NASTY_TEXTS),
    () => choose.one(NASTY_NUMBERS),
    () => choose.one([true, false, null]),
    () => (depth > 3 ? null : Array.from({ length: choose.number(4) }, () => anything(choose, depth + 1))),
    () =>
      depth > 3
        ? {}
        : Object.fromEntries(
            Array.from({ length: choose.number(4) }, () => [
              choose.one(NASTY_TEXTS),
              anything(choose, depth + 1),
            ]),
          ),
  ])();
}
