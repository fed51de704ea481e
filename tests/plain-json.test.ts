import { describe, expect, it } from 'vitest';
import { JsonRefused, MAX_JSON_DEPTH, plainJson } from '../src/plain-json.ts';

const read = (text: string) => plainJson(Buffer.from(text));

describe('JSON that everybody reads alike', () => {
  it.each([
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}',
    '{"a":"a","b":"a:","a:":"b"}',
    '{ "a" : [ 1, -2.5e-3, 0, true, null, "\\"a\\":1" ] , "\\u0062" : "}" }',
    '["a","a"]',
    '{"a":"\\\\","b":"\\\\\\"","c":"}"}',
    '"a"',
    '5',
    '',
    `${'['.repeat(MAX_JSON_DEPTH)}${']'.repeat(MAX_JSON_DEPTH)}`,
  ])('passes as it is: %s', (text) => {
    expect(read(text)).toBe(text);
  });

  it.each([
    ['a name twice', '{"a":1,"a":1}'],
    ['a name twice, far apart', '{"a":{"b":1},"c":["}"],"a" : 2}'],
    ['a name twice, deep below', '[{"x":[{"a":1,"b":2,"a":3}]}]'],
    ['a name twice, once escaped', '{"query":1,"\\u0071uery":2}'],
    ['a name twice, empty', '{"":1,"":2}'],
    ['a name that is no text', '{"\\u00":1}'],
    ['a number beyond all', '[1e999]'],
    ['a number below all', '[-1e999]'],
    ['a number of many digits', `[${'9'.repeat(41)}]`],
    ['too much depth in lists', '['.repeat(MAX_JSON_DEPTH + 1)],
    ['too much depth in objects', '{"a":'.repeat(MAX_JSON_DEPTH + 1)],
    ['a name twice, beside what is escaped', '{"a":"\\"","a":"\\\\"}'],
    ['a text without end', '{"a":"b'],
    ['a text without end, escaped', '{"a":"b\\"'],
  ])('is refused with %s', (_what, text) => {
    expect(() => read(text)).toThrow(JsonRefused);
  });

  it('is refused with bytes that are no UTF-8', () => {
    expect(() => plainJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(JsonRefused);
    // An overlong quotation mark, and half of a pair of UTF-16.
    expect(() => plainJson(Buffer.from([0x22, 0xc0, 0xa2, 0x22]))).toThrow(JsonRefused);
    expect(() => plainJson(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toThrow(JsonRefused);
    expect(() => plainJson(Buffer.from('{"a":1}', 'utf16le'))).not.toThrow();
  });

  it('takes time in proportion to its length, whatever it holds', () => {
    const time = (size: number) => {
      const text = `{"a":"${'\\"'.repeat(size)}",${' '.repeat(size)}"b":[${'"x",'.repeat(size)}1]}`;
      const started = performance.now();
      for (let round = 0; round < 5; round += 1) read(text);
      return performance.now() - started;
    };
    time(10_000);
    expect(time(80_000)).toBeLessThan(time(10_000) * 60 + 50);
  });
});
