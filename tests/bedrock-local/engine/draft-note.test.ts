import { describe, expect, it } from 'vitest';
import { evidenceOf, extracted } from './evidence.ts';

const noted = (...turns: readonly string[]) =>
  extracted('DRAFT_NOTE', evidenceOf(...turns.map((turn) => ['Transcript', turn] as const)));

describe('a drafted note', () => {
  it('sorts what was said under its four headings', () => {
    const sentences = noted(
      'CLINICIAN: Good morning. How are you doing today?',
      'PATIENT: My left knee has been hurting since Monday.',
      'CLINICIAN: On exam the left knee is swollen.',
      'CLINICIAN: I think this looks like a sprain. I am going to order an x-ray.',
      'PATIENT: Okay, thank you.',
    );
    expect(sentences.map(({ section, text }) => `${section} | ${text}`)).toEqual([
      'Subjective | PATIENT: My left knee has been hurting since Monday.',
      'Objective | CLINICIAN: On exam the left knee is swollen.',
      'Assessment | CLINICIAN: I think this looks like a sprain.',
      'Plan | I am going to order an x-ray.',
    ]);
  });

  it('puts a short answer beside its question, and cites both', () => {
    const [sentence] = noted('CLINICIAN: Hello. Any chest pain?', 'PATIENT: No, none.');
    expect(sentence?.text).toBe('Any chest pain? → PATIENT: No, none.');
    expect(sentence?.citations).toEqual([
      { item: 1, quote: 'Any chest pain?' },
      { item: 2, quote: 'PATIENT: No, none.' },
    ]);
  });

  it('takes no assessment or plan from anybody but the clinician', () => {
    const sections = noted(
      'PATIENT: I think I will start you on opioids.',
      'OTHER: I am going to order an MRI.',
    );
    expect(sections.map(({ section }) => section)).toEqual(['Subjective', 'Subjective']);
  });

  it('is made of turns alone', () => {
    const evidence = evidenceOf(['Condition', 'Asthma; clinical status active']);
    expect(extracted('DRAFT_NOTE', evidence)).toEqual([]);
  });
});
