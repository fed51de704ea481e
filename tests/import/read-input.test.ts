import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines } from '../../src/import/split-lines.ts';
import { bundle, entry, inputOf, itemsOf, outline, zipped } from './inputs.ts';

const patient = (id: string, more: Record<string, unknown> = {}) => ({
  resourceType: 'Patient',
  id,
  ...more,
});
const line = (id: string) => JSON.stringify(patient(id));
const three = bundle(entry(patient('a')), entry(patient('b', { note: '}]"\\ entry' })), entry(patient('c')));
const ALL = ['entry 1 Patient/a', 'entry 2 Patient/b', 'entry 3 Patient/c'];

describe('a Bundle', () => {
  it.each([
    ['on one line', JSON.stringify(three)],
    ['pretty-printed', JSON.stringify(three, null, 2)],
    ['with a byte order mark', `\ufeff${JSON.stringify(three)}`],
    [
      'with its type last',
      JSON.stringify({ entry: three.entry, link: [{ entry: [1] }], resourceType: 'Bundle' }),
    ],
    [
      'with its key in escapes',
      JSON.stringify(three).replace('"entry"', '"\\u0065ntry"').replaceAll('entry 1', ''),
    ],
  ])('%s gives its entries', async (_, text) => {
    const found = await outline(inputOf('b.json', text));
    expect(found.map((item) => item.replace(/^document 1 /, ''))).toEqual(ALL);
  });

  it('falls into the same pieces however it arrives', async () => {
    const text = JSON.stringify(three, null, 1);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (chunk) => {
        expect(await outline(inputOf('b.json', text, chunk))).toEqual(ALL);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps full URL and request of an entry', async () => {
    const [item] = await itemsOf(
      inputOf('b.json', JSON.stringify(bundle(entry(patient('a'), 'urn:uuid:1')))),
    );
    expect(item).toMatchObject({
      input: { fullUrl: 'urn:uuid:1', request: { method: 'POST', url: 'Patient' } },
    });
  });

  it('cut in half gives what stands before the cut, and says where it is cut', async () => {
    const text = JSON.stringify(three);
    const inside = text.slice(0, text.indexOf('"c"'));
    expect(await outline(inputOf('b.json', inside))).toEqual([...ALL.slice(0, 2), 'entry 3 CUT']);
    expect(await outline(inputOf('b.json', text.slice(0, -1)))).toEqual([...ALL, 'document CUT']);
  });

  it('with one entry that is no JSON gives the others', async () => {
    const text = JSON.stringify(three).replace('"id":"b"', '"id":b');
    expect(await outline(inputOf('b.json', text))).toEqual([ALL[0], 'entry 2 NOT_JSON', ALL[2]]);
  });

  it('may hold entries that are no objects, or nothing', async () => {
    expect(await outline(inputOf('b.json', '{"resourceType":"Bundle","entry":[null,"x",[{}]]}'))).toEqual([
      'document NOT_JSON',
    ]);
    expect(await outline(inputOf('b.json', '{"resourceType":"Bundle","entry":[]}'))).toEqual([]);
  });
});

describe('other documents', () => {
  it('a single resource, several in a row, an array of them', async () => {
    const single = JSON.stringify(patient('a'), null, 2);
    expect(await outline(inputOf('a.json', single))).toEqual(['document 1 Patient/a']);
    expect(await outline(inputOf('a.json', `${single}\n${single}`))).toHaveLength(2);
    expect(await outline(inputOf('a.json', JSON.stringify([patient('a'), patient('b')])))).toEqual([
      'entry 1 Patient/a',
      'entry 2 Patient/b',
    ]);
  });

  it('text that is no JSON is one problem, whatever its length', async () => {
    expect(await outline(inputOf('a.json', 'dear\nsir\nor madam'))).toEqual(['document NOT_JSON']);
    expect(await outline(inputOf('a.json', ''))).toEqual([]);
    expect(await outline(inputOf('a.json', '[1,2]'))).toEqual(['document NOT_JSON']);
  });
});

describe('NDJSON', () => {
  const lines = [line('a'), '{"resourceType":"Pat', line('b'), '', 'null', line('c')].join('\n');
  const found = [
    'line 1 Patient/a',
    'line 2 NOT_JSON',
    'line 3 Patient/b',
    'line 5 NOT_A_RESOURCE',
    'line 6 Patient/c',
  ];

  it.each(['x.ndjson', 'x.jsonl', 'x.json', '-'])('called %s: a corrupt line stops nothing', async (name) => {
    expect(await outline(inputOf(name, lines))).toEqual(found);
  });

  it('is told by a later line when the first is corrupt', async () => {
    expect(await outline(inputOf('-', `{"resourceType\n${line('a')}\n${line('b')}\n`))).toEqual([
      'line 1 NOT_JSON',
      'line 2 Patient/a',
      'line 3 Patient/b',
    ]);
  });

  it('a last line without its end is cut when it cannot be read, and counts when it can', async () => {
    expect(await outline(inputOf('x.ndjson', `${line('a')}\n${line('b')}`))).toHaveLength(2);
    expect(await outline(inputOf('x.ndjson', `${line('a')}\n${line('b').slice(0, 20)}`))).toEqual([
      'line 1 Patient/a',
      'line 2 CUT',
    ]);
  });

  it('a line may be a Bundle, as bulk exports write deletions', async () => {
    const deletion = { request: { method: 'DELETE', url: 'Patient/a' } };
    const text = `${JSON.stringify(bundle(deletion, entry(patient('b'))))}\n`;
    expect(await outline(inputOf('x.ndjson', text))).toEqual([
      'line 1 entry 1 undefined/undefined',
      'line 1 entry 2 Patient/b',
    ]);
  });

  it('says what is no UTF-8, and what is nested without end', async () => {
    const latin = Buffer.from('{"resourceType":"Patient","id":"\xe4"}\n', 'latin1');
    expect(await outline(inputOf('x.ndjson', latin))).toEqual(['line 1 NOT_UTF8']);
    const deep = `{"resourceType":"Patient","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n${line('a')}\n`;
    expect(await outline(inputOf('x.ndjson', deep))).toEqual(['line 1 TOO_DEEP', 'line 2 Patient/a']);
  });

  it('passes a line over that is too long, holding nothing of it', async () => {
    const found: (string | null)[] = [];
    const chunks = inputOf('x', `short\n${'x'.repeat(50)}\nafter\n`, 7).read();
    for await (const { number, bytes } of splitLines(chunks, 20)) found.push(`${number} ${bytes}`);
    expect(found).toEqual(['1 short', '2 null', '3 after']);
  });
});

describe('gzip', () => {
  const text = Array.from({ length: 4_000 }, (_, index) =>
    line(`p${index}-${(index * 7_919) % 10_007}`),
  ).join('\n');

  it('is told by content, not by name', async () => {
    expect(await outline(inputOf('x.ndjson', zipped(text), 1_000))).toHaveLength(4_000);
    expect(await outline(inputOf('x.ndjson.gz', text))).toHaveLength(4_000);
    expect(await outline(inputOf('x.json.gz', zipped(JSON.stringify(three)), 1))).toEqual(ALL);
  });

  it('may be several members in a row', async () => {
    const both = Buffer.concat([zipped(`${line('a')}\n`), zipped(`${line('b')}\n`)]);
    expect(await outline(inputOf('x.ndjson', both))).toHaveLength(2);
  });

  it('cut off gives everything before the cut, and says that it is cut', async () => {
    const whole = zipped(text);
    const found = await outline(inputOf('x.ndjson.gz', whole.subarray(0, whole.length / 2), 500));
    expect(found.length).toBeGreaterThan(1_500);
    expect(found[0]).toBe('line 1 Patient/p0-0');
    expect(found.at(-1)).toBe('compressed data CUT');
  });

  it('broken in the middle gives everything before the break', async () => {
    const whole = Buffer.from(zipped(text));
    whole.fill(0xff, Math.floor(whole.length / 2));
    const found = await outline(inputOf('x.ndjson.gz', whole, 500));
    expect(found.length).toBeGreaterThan(1_500);
    expect(found.at(-1)).toBe('compressed data CUT');
  });
});

describe('anything', () => {
  it('is read to its end without an error', async () => {
    const text = JSON.stringify(three, null, 1);
    const mangled = fc
      .array(
        fc.tuple(fc.nat(text.length), fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', '\n', 'x', '\0')),
        {
          maxLength: 6,
        },
      )
      .map((edits) => edits.reduce((all, [at, put]) => all.slice(0, at) + put + all.slice(at + 1), text));
    const content = fc.oneof(
      mangled,
      fc.string(),
      fc.json(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(content, fc.constantFrom('x.json', 'x.ndjson', '-'), async (bytes, name) => {
        const items = await itemsOf(inputOf(name, bytes, 13));
        expect(Array.isArray(items)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
