import { expect, it } from 'vitest';
import type { OperationRecord } from '../../../src/ledger/operation-record.ts';
import { GlassWatch } from '../../../src/ledger/uses/glass-watch.ts';
import { sampleRecord } from '../sample-record.ts';

interface Asked {
  readonly id?: string;
  readonly subject?: string;
  readonly glass?: string;
  readonly minute?: number;
  readonly request?: string;
}

/** An act as `composeAct` has it. */
function act(
  coordinate: string,
  { id = 'p1', subject = 'p1', glass, minute = 0, request }: Asked,
): OperationRecord {
  const type = coordinate === 'Mutation.breakGlass' ? 'Patient' : 'BreakGlassReview';
  return sampleRecord({
    kind: 'privileged',
    time: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    request: request ?? `req-${minute}`,
    shapes: [{ type, via: null, fields: [[coordinate, null, 'PERMIT', 'NONE', 'BREAK_GLASS', null]] }],
    subjects: [
      { subject, groups: [{ shape: 0, resources: [id], consent: null, breakGlass: glass ?? null }] },
    ],
  });
}
const open = (glass: string, more: Asked = {}) => act('Mutation.breakGlass', { glass, ...more });
const review = (id: string, more: Asked = {}) => act('Mutation.reviewBreakGlass', { id, ...more });
function left(...records: readonly OperationRecord[]) {
  const watch = new GlassWatch();
  for (const record of records) watch.observe(record);
  return watch.unreviewed().map(({ glass }) => glass);
}
const name = (letter: string) => `~${letter.repeat(22)}`;

it('a glass is left until its own review', () => {
  expect(left(open('g1'), open('g2', { minute: 1 }), review('g2', { minute: 2 }))).toEqual(['g1']);
});

it('what an operation reads through a glass opens none', () => {
  const reading = { ...open('g1'), kind: 'operation' as const };
  expect(left(reading)).toEqual([]);
});

it('a glass that was named and then another, in one request, was not opened', () => {
  expect(left(open('g1', { request: 'r' }), open('g2', { request: 'r' }))).toEqual(['g2']);
});

it('two patients of one request have each their own', () => {
  const second = open('g2', { request: 'r', subject: 'p2', minute: 1 });
  expect(left(open('g1', { request: 'r' }), second)).toEqual(['g1', 'g2']);
});

it('the oldest comes first, each once, with who opened it and when', () => {
  const watch = new GlassWatch();
  watch.observe({ ...open('g1', { minute: 1 }), actor: 'dr-two' });
  watch.observe(open('g1', { minute: 5 }));
  expect(watch.unreviewed()).toEqual([{ glass: 'g1', opened: Date.UTC(2026, 0, 1, 0, 1), actor: 'dr-two' }]);
});

it('under pseudonyms a review is taken for that of the patient’s oldest glass, and of no other patient’s', () => {
  const [one, two, other] = [name('a'), name('b'), name('c')];
  const records = [
    open(other, { subject: name('q') }),
    open(one, { subject: name('p'), minute: 1 }),
    open(two, { subject: name('p'), minute: 2 }),
  ];
  const reviewed = review(name('r'), { subject: name('p'), minute: 3 });
  expect(left(...records, reviewed)).toEqual([other, two]);
  expect(left(...records, reviewed, { ...reviewed, request: 'again' })).toEqual([other, two]);
});

it('under pseudonyms a review from before a glass was opened is none of it', () => {
  const of = { subject: name('p') };
  const early = review(name('r'), { ...of, minute: 1 });
  expect(left(early, open(name('a'), { ...of, minute: 2 }))).toEqual([name('a')]);
  const later = review(name('s'), { ...of, minute: 3 });
  expect(left(early, open(name('a'), { ...of, minute: 2 }), later)).toEqual([]);
});
