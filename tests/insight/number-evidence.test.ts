import { describe, expect, it } from 'vitest';
import type { Collected } from '../../src/insight/collected.ts';
import { numberEvidence } from '../../src/insight/number-evidence.ts';

const record = (resourceId: string, ...texts: readonly string[]): Collected => ({
  resourceType: 'DocumentReference',
  resourceId,
  date: '2020-01-01',
  parts: texts.map((text, at) => ({ coordinate: `DocumentReference.${at === 0 ? 'type' : 'text'}`, text })),
  encounters: [],
  categories: ['CLINICAL_NOTE'],
  labels: [],
});
const characters = (text: string) => text.length;
const NONE = { leftOut: [] };

describe('evidence in numbers', () => {
  it('counts from one, in the order found', () => {
    const { items } = numberEvidence(
      { found: [record('a', 'one'), record('b', 'two', 'three')], ...NONE },
      100,
      characters,
    );
    expect(items.map(({ number, resourceId, text }) => [number, resourceId, text])).toEqual([
      [1, 'a', 'one'],
      [2, 'b', 'two; three'],
    ]);
  });

  it('leaves out whole what the budget does not hold, and says so', () => {
    const found = [record('a', 'x'.repeat(60)), record('b', 'y'.repeat(60)), record('c', 'z')];
    const { items, leftOut } = numberEvidence(
      { found, leftOut: [{ resourceType: 'Condition', resourceId: 'd', reason: 'DENIED' }] },
      100,
      characters,
    );
    expect(items.map(({ resourceId }) => resourceId)).toEqual(['a', 'c']);
    expect(leftOut).toEqual([
      { resourceType: 'Condition', resourceId: 'd', reason: 'DENIED' },
      { resourceType: 'DocumentReference', resourceId: 'b', reason: 'BUDGET' },
    ]);
  });

  it('cuts a long note between sentences only, each passage with what the note is', () => {
    const sentences = Array.from({ length: 100 }, (_, at) => `Sentence number ${at} denies what it says.`);
    const { items } = numberEvidence(
      { found: [record('note', 'Progress note', sentences.join(' '))], ...NONE },
      1e6,
      characters,
    );
    expect(items.length).toBeGreaterThan(1);
    for (const { text } of items) {
      expect(text.length).toBeLessThan(2_200);
      expect(text).toMatch(/^Progress note; Sentence number \d+ denies/);
      expect(text).toMatch(/what it says\.$/);
    }
    expect(items.map(({ text }) => text.replace('Progress note; ', '')).join(' ')).toBe(sentences.join(' '));
  });

  it('takes no passage of a sentence that is longer than one: half of it may say the opposite', () => {
    const endless = `Denies ${'pain and '.repeat(500)}fever`;
    const { items, leftOut, incomplete } = numberEvidence(
      { found: [record('note', 'Note', `Short. ${endless}. End.`)], ...NONE },
      1e6,
      characters,
    );
    expect(items.map(({ text }) => text)).toEqual(['Note; Short. End.']);
    expect(leftOut).toEqual([{ resourceType: 'DocumentReference', resourceId: 'note', reason: 'BUDGET' }]);
    expect([...incomplete]).toEqual(['DocumentReference']);
  });

  it('keeps of a record whose long part is left out what else it says, so that it is there', () => {
    const found = [
      record('new', 'Biopsy', 'malignant cells, '.repeat(130)),
      record('old', 'Biopsy', 'benign'),
    ];
    const { items, leftOut } = numberEvidence({ found, ...NONE }, 1e6, characters);
    expect(items.map(({ text }) => text)).toEqual(['Biopsy', 'Biopsy; benign']);
    expect(leftOut.map(({ resourceId }) => resourceId)).toEqual(['new']);
  });

  it('leaves a part that is too long to stand with each passage out whole: cut, 1000 mg would be 10', () => {
    const dose = `${'Take as told. '.repeat(40).slice(0, 488)} up to 1000 mg`;
    const found = [record('order', 'Warfarin', dose, 'A reason. '.repeat(250))];
    const { items, leftOut, incomplete } = numberEvidence({ found, ...NONE }, 1e6, characters);
    expect(items[0]?.text).toMatch(/^Warfarin; A reason\./);
    expect(items.some(({ text }) => text.includes('up to'))).toBe(false);
    expect(leftOut.map(({ reason }) => reason)).toEqual(['BUDGET']);
    expect(incomplete.size).toBe(1);
  });

  it('is complete where all of it fits, whatever the reader may not have', () => {
    const hidden = { resourceType: 'Condition', resourceId: 'd', reason: 'DENIED' } as const;
    const { incomplete } = numberEvidence(
      { found: [record('a', 'one')], leftOut: [hidden] },
      1e6,
      characters,
    );
    expect(incomplete.size).toBe(0);
  });

  it('takes so much of a note of two million characters, and no more', () => {
    const note = 'A sentence of some length stands here. '.repeat(52_000);
    const { items, leftOut } = numberEvidence(
      { found: [record('note', 'Note', note)], ...NONE },
      1e9,
      characters,
    );
    expect(items).toHaveLength(40);
    expect(leftOut).toEqual([{ resourceType: 'DocumentReference', resourceId: 'note', reason: 'BUDGET' }]);
  });

  it('has another hash for any other word, record, order or date', () => {
    const hash = (...found: readonly Collected[]) => numberEvidence({ found, ...NONE }, 100, characters).hash;
    const a = record('a', 'one');
    const b = record('b', 'two');
    const hashes = [
      hash(a),
      hash(a, b),
      hash(b, a),
      hash({ ...a, resourceId: 'c' }),
      hash({ ...a, date: null }),
      hash(record('a', 'One')),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hash(a, b)).toBe(hash(a, b));
  });
});
