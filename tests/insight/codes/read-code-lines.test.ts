import { describe, expect, it } from 'vitest';
import { CodeFileError } from '../../../src/insight/codes/code-file-error.ts';
import { dottedCode } from '../../../src/insight/codes/dotted-code.ts';
import { readCodeLines } from '../../../src/insight/codes/read-code-lines.ts';
import { CODES, ENTRIES, orderLine, orderText } from './code-lines.ts';

async function* each(lines: readonly string[]) {
  yield* lines;
}
const read = (...lines: readonly string[]) => readCodeLines(each(lines), 'codes.txt');
const refusal = (...lines: readonly string[]) =>
  read(...lines).then(
    () => 'taken',
    (error: unknown) => (error instanceof CodeFileError ? error.message : error),
  );

const COUGH = orderLine(1, 'R05', true, 'Cough');
const json = (entry: unknown) => JSON.stringify(entry);

describe('a file of codes', () => {
  it('is read from the columns of the order file', async () => {
    const lines = orderText().split('\r\n');
    expect(await read(...lines)).toEqual(ENTRIES.toSorted((one, other) => (one.code < other.code ? -1 : 1)));
  });

  it('is read from JSON Lines, in any order of codes', async () => {
    const lines = CODES.map(([code, billable, long]) => json({ code, billable, short: 'x', long })).reverse();
    expect(await read(...lines)).toEqual(await read(...orderText().split('\r\n')));
  });

  it('may begin with a byte order mark and have blank lines', async () => {
    expect(await read(`\uFEFF${COUGH}`, '', '  ')).toHaveLength(1);
  });

  it('falls back to the short title where there is no long one', async () => {
    expect(await read(COUGH.slice(0, 76))).toEqual([{ code: 'R05', billable: true, description: 'Cough' }]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no columns', ['cough'], /codes\.txt:1: expected an order number/],
    ['another flag', [COUGH.replace(' 1 ', ' 2 ')], /codes\.txt:1: expected an order number/],
    ['no code', [COUGH.replace('R05', '?05')], /codes\.txt:1: expected an ICD-10-CM code/],
    ['no title', [COUGH, orderLine(2, 'R06', true, '')], /codes\.txt:2: expected a title/],
    [
      'an order that goes back',
      [COUGH, orderLine(1, 'R06', true, 'x')],
      /codes\.txt:2: .*above the one before/,
    ],
    ['a code twice', [COUGH, orderLine(2, 'R05', true, 'x')], /codes\.txt:2: a code stands twice/],
    ['a control character', [COUGH.replaceAll('Cough', 'Cou\u0007h')], /codes\.txt:1: .*control character/],
    ['a hidden one', [COUGH.replaceAll('Cough', 'Co\u202Eh')], /codes\.txt:1: .*control character/],
    ['a title without end', [orderLine(1, 'R05', true, 'x'.repeat(1_001))], /codes\.txt:1: .*longer/],
    [
      'JSON that is cut',
      [json({ code: 'R05', billable: true, long: 'a' }), '{"code":'],
      /codes\.txt:2: expected JSON/,
    ],
    ['JSON of something else', [json({ code: 'R05' })], /codes\.txt:1: expected an object/],
    [
      'JSON without a title',
      [json({ code: 'R05', billable: true, long: ' ' })],
      /codes\.txt:1: expected a title/,
    ],
    [
      'JSON without a code',
      [json({ code: '05', billable: true, long: 'a' })],
      /codes\.txt:1: expected an ICD/,
    ],
    [
      'a change of form',
      [COUGH, json({ code: 'R06', billable: true, long: 'a' })],
      /codes\.txt:2: expected an order/,
    ],
    ['headings only', [COUGH.replace(' 1 ', ' 0 ')], /codes\.txt: it has no billable code/],
    ['nothing', [], /codes\.txt: it has no billable code/],
  ])('is refused with its line for %s', async (_case, lines, message) => {
    expect(await refusal(...lines)).toMatch(message);
  });
});

describe('dottedCode', () => {
  it('takes a code with or without its dot, in any case', () => {
    for (const text of ['E119', 'e11.9', ' E11.9 ']) expect(dottedCode(text)).toBe('E11.9');
    expect(dottedCode('I10')).toBe('I10');
    expect(dottedCode('S51812A')).toBe('S51.812A');
    expect(dottedCode('C4A')).toBe('C4A');
  });

  it('takes nothing else', () => {
    for (const text of ['', 'E1', '119', 'E11.', 'E.119', 'E11.9.1', 'E11 9', 'E1190000', 'É11', 'EE1']) {
      expect(dottedCode(text)).toBeNull();
    }
  });
});
