import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rows = readFileSync('docs/retention.md', 'utf8')
  .split('\n')
  .map((line) => /^\| (.+) \| (.+) \| `(tests\/.+)`: (.+) \|$/.exec(line))
  .flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[3] ?? '', match[4] ?? ''] as const]));

test('the page names a test for each kind of event', () => {
  expect(rows.length).toBeGreaterThan(15);
});

test.each(rows)('what is said to be recorded has its test: %s', (_, file, name) => {
  expect(readFileSync(file, 'utf8')).toContain(name);
});
