import type { Found } from '../src/insight/identifiers/found.ts';
import type { Label, LabelledText } from './labelled-text.ts';

/** What was found, counted by stretches and by words. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Share of the words of labels that are covered. */
  readonly wordRecall: number;
  /** Share of all other words that are covered. */
  readonly overRedaction: number;
  readonly labels: number;
}

/**
 * A label is found when at least half of its letters and digits are covered; a finding is right when at least half
 * of its own lie in labels. Kinds are not compared: what matters is whether it is gone.
 * @param counts which labels must be found; the others are neither missed nor wrong
 */
export function scoreIdentifiers(
  texts: readonly LabelledText[],
  find: (text: string) => readonly Found[],
  counts: (label: Label) => boolean = () => true,
): Score {
  const sum = { labels: 0, hit: 0, found: 0, right: 0, words: 0, covered: 0, others: 0, over: 0 };
  for (const { text, labels } of texts) {
    const found = find(text);
    const wanted = labels.filter(counts);
    sum.labels += wanted.length;
    sum.hit += wanted.filter((label) => shareWithin(text, label, found) >= 0.5).length;
    const judged = found.filter(
      (one) => wanted.some((label) => overlap(one, label)) || !labels.some((label) => overlap(one, label)),
    );
    sum.found += judged.length;
    sum.right += judged.filter((one) => shareWithin(text, one, labels) >= 0.5).length;
    for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      const word = { start: match.index, end: match.index + match[0].length };
      const covered = found.some((one) => overlap(one, word));
      if (wanted.some((label) => overlap(label, word))) {
        sum.words += 1;
        sum.covered += covered ? 1 : 0;
      } else if (!labels.some((label) => overlap(label, word))) {
        sum.others += 1;
        sum.over += covered ? 1 : 0;
      }
    }
  }
  const precision = sum.found === 0 ? 1 : sum.right / sum.found;
  const recall = sum.labels === 0 ? 1 : sum.hit / sum.labels;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    wordRecall: sum.words === 0 ? 1 : sum.covered / sum.words,
    overRedaction: sum.others === 0 ? 0 : sum.over / sum.others,
    labels: sum.labels,
  };
}

type Stretch = Pick<Label, 'start' | 'end'>;

export function overlap(one: Stretch, other: Stretch): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Of the letters and digits of a stretch, which share lies within others. */
function shareWithin(text: string, stretch: Stretch, others: readonly Stretch[]): number {
  let all = 0;
  let within = 0;
  for (let at = stretch.start; at < stretch.end; at += 1) {
    if (!/[\p{L}\p{N}]/u.test(text.charAt(at))) continue;
    all += 1;
    if (others.some(({ start, end }) => start <= at && at < end)) within += 1;
  }
  return all === 0 ? 1 : within / all;
}
