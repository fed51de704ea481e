import { expect, it } from 'vitest';
import { countLine } from '../../src/cli/count-line.ts';
import { progressLine } from '../../src/cli/import-progress.ts';

function place(isTTY: boolean) {
  const written: string[] = [];
  let now = 10_000;
  return {
    written,
    output: { isTTY, write: (text: string) => written.push(text) },
    clock: () => now,
    after: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

it('redraws one line on a terminal, and removes it', () => {
  const { written, output, clock, after } = place(true);
  const line = countLine(output, clock);
  line.show(() => 'too early');
  after(200);
  line.show(() => 'one');
  after(199);
  line.show(() => 'too soon');
  after(1);
  line.show(() => 'two');
  line.clear();
  line.clear();
  expect(written).toEqual(['\r\x1b[2Kone', '\r\x1b[2Ktwo', '\r\x1b[2K']);
});

it('writes a plain line every three seconds elsewhere, and makes no text that nobody sees', () => {
  const { written, output, clock, after } = place(false);
  const line = countLine(output, clock);
  let made = 0;
  const text = () => {
    made += 1;
    return `${made}`;
  };
  for (let second = 0; second < 7; second += 1) {
    line.show(text);
    after(1_000);
  }
  line.clear();
  expect(written).toEqual(['1\n', '2\n']);
  expect(made).toBe(2);
});

it('draws the bar of an import at once, and ten times a second', () => {
  const { written, output, clock, after } = place(true);
  const bar = progressLine(output, clock);
  const progress = (bytes: number) => ({ phase: 'writing' as const, bytes, totalBytes: 4, resources: bytes });
  bar.show(progress(1));
  after(99);
  bar.show(progress(2));
  after(1);
  bar.show(progress(4));
  expect(written).toHaveLength(2);
  expect(written[0]).toContain(' 25 %');
  expect(written[1]).toContain('100 %  4 resources, 40/s');
});
