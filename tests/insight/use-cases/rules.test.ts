import { describe, expect, it } from 'vitest';
import type { CodeSet, DiagnosisCode } from '../../../src/insight/code-set.ts';
import { activeOnly } from '../../../src/insight/use-cases/rules/active-only.ts';
import { criterionStatus } from '../../../src/insight/use-cases/rules/criterion-status.ts';
import { noAbsence } from '../../../src/insight/use-cases/rules/no-absence.ts';
import { noAdvice } from '../../../src/insight/use-cases/rules/no-advice.ts';
import { oneObservation } from '../../../src/insight/use-cases/rules/one-observation.ts';
import { questionInScope } from '../../../src/insight/use-cases/rules/question-in-scope.ts';
import { sectionKinds } from '../../../src/insight/use-cases/rules/section-kinds.ts';
import { shape } from '../../../src/insight/use-cases/rules/shape.ts';
import { suggestedCode } from '../../../src/insight/use-cases/rules/suggested-code.ts';
import { transcriptOnly } from '../../../src/insight/use-cases/rules/transcript-only.ts';
import { items, refusal, sentence } from './sentence.ts';

describe('shape', () => {
  const headed = shape({ sections: ['Plan'], code: false, status: false });
  const bare = shape({ sections: [], code: false, status: false });

  it('takes a heading of the use case and no other', () => {
    expect(refusal(headed, sentence('a', [], { section: 'Plan' }))).toBeNull();
    expect(refusal(headed, sentence('a', [], { section: 'Call 555-0100 now' }))).toBe('CITATION');
    expect(refusal(headed, sentence('a', []))).toBe('CITATION');
    expect(refusal(bare, sentence('a', [], { section: 'Plan' }))).toBe('CITATION');
  });

  it('takes a code and a status where they are asked for and nowhere else', () => {
    expect(refusal(bare, sentence('a', [], { code: 'E11.9' }))).toBe('CITATION');
    expect(refusal(bare, sentence('a', [], { status: 'MET' }))).toBe('CITATION');
    const coded = shape({ sections: [], code: true, status: false });
    expect(refusal(coded, sentence('a', [], { code: 'E11.9' }))).toBeNull();
    expect(refusal(coded, sentence('a', []))).toBe('CITATION');
  });
});

describe('no advice', () => {
  it.each([
    ['You should take more insulin.', []],
    ['Stop taking metformin.', [[1, 'metformin']]],
    ['Your result means you have diabetes: 7.2 %.', [[1, '7.2 %']]],
    ['7.2 % is normal.', [[1, '7.2 %']]],
    ['Increase the dose of metformin 500 mg.', [[1, 'metformin 500 mg']]],
    ['Your kidney function will get worse.', []],
    ['You should double your dose of warfarin.', [[1, 'You should double your dose of warfarin.']]],
  ] as const)('refuses %s', (text, citations) => {
    expect(refusal(noAdvice, sentence(text, citations))).toBe('OUT_OF_SCOPE');
  });

  it.each([
    ['Hemoglobin A1c: 7.2 % on 2020-05-01.', [[1, 'Hemoglobin A1c; 7.2 %; effective 2020-05-01']]],
    [
      'Metformin 500 mg; take 1 tablet daily.',
      [
        [1, 'Metformin 500 mg'],
        [1, 'take 1 tablet daily'],
      ],
    ],
    ['Osteoporosis risk assessment.', [[1, 'Osteoporosis risk assessment']]],
  ] as const)('lets %s pass', (text, citations) => {
    expect(refusal(noAdvice, sentence(text, citations))).toBeNull();
  });
});

describe('no absence', () => {
  it('lets a quote say that something is absent, and nobody else', () => {
    expect(refusal(noAbsence, sentence('No known allergies.', [[1, 'No known allergies']]))).toBeNull();
    expect(refusal(noAbsence, sentence('No colonoscopy is recorded.', [[1, 'colonoscopy']]))).toBe(
      'UNGROUNDED',
    );
    expect(refusal(noAbsence, sentence('Influenza vaccine overdue.', [[1, 'Influenza vaccine']]))).toBe(
      'UNGROUNDED',
    );
  });
});

describe('one observation', () => {
  const evidence = items(
    ['Observation', 'Glucose; 90 mg/dL'],
    ['Observation', 'glucose; 80 mg/dL'],
    ['Observation', 'Sodium; 140 mmol/L'],
    ['Condition', 'Glucose'],
  );
  it.each([
    [1, null],
    [2, null],
    [3, 'OUT_OF_SCOPE'],
    [4, 'OUT_OF_SCOPE'],
    [9, 'CITATION'],
  ] as const)('item %i: %s', (number, reason) => {
    expect(refusal(oneObservation, sentence('a', [[number, 'x']]), { items: evidence })).toBe(reason);
  });

  it('refuses a sentence that cites the asked result beside another test', () => {
    const both = sentence('a', [
      [1, 'x'],
      [3, 'y'],
    ]);
    expect(refusal(oneObservation, both, { items: evidence })).toBe('OUT_OF_SCOPE');
  });
});

describe('transcript only', () => {
  const evidence = items(['Transcript', 'PATIENT: hello'], ['Condition', 'Asthma']);
  it('takes turns and nothing else', () => {
    expect(refusal(transcriptOnly, sentence('a', [[1, 'hello']]), { items: evidence })).toBeNull();
    expect(
      refusal(
        transcriptOnly,
        sentence('a', [
          [1, 'hello'],
          [2, 'Asthma'],
        ]),
        { items: evidence },
      ),
    ).toBe('CITATION');
    expect(refusal(transcriptOnly, sentence('a', []), { items: evidence })).toBe('CITATION');
    expect(refusal(transcriptOnly, sentence('a', [[7, 'x']]), { items: evidence })).toBe('CITATION');
  });
});

describe('criterion status', () => {
  const evidence = items(['Policy', 'Asthma.'], ['Policy', 'Age.'], ['Condition', 'Asthma']);
  it.each([
    ['MET', [1, 3], null],
    ['NOT_MET', [1, 3], null],
    ['MET', [1], 'CITATION'],
    ['NOT_MET', [1], 'CITATION'],
    ['NOT_IN_RECORD', [1], null],
    ['NOT_IN_RECORD', [1, 3], 'CITATION'],
    ['MET', [3], 'CITATION'],
    ['MET', [1, 2, 3], 'CITATION'],
    ['MET', [1, 9], 'CITATION'],
  ] as const)('%s citing %j: %s', (status, numbers, reason) => {
    const said = sentence(
      'a',
      numbers.map((number) => [number, 'x'] as const),
      { status },
    );
    expect(refusal(criterionStatus, said, { items: evidence })).toBe(reason);
  });
});

describe('section kinds', () => {
  const rule = sectionKinds({ Problems: ['Condition'] });
  const evidence = items(['Condition', 'Asthma'], ['DocumentReference', 'note']);
  it('keeps a heading to its kinds of record', () => {
    expect(refusal(rule, sentence('a', [[1, 'x']], { section: 'Problems' }), { items: evidence })).toBeNull();
    expect(refusal(rule, sentence('a', [[2, 'x']], { section: 'Problems' }), { items: evidence })).toBe(
      'CITATION',
    );
    expect(refusal(rule, sentence('a', [[2, 'x']], { section: 'Other' }), { items: evidence })).toBeNull();
  });
});

describe('active only', () => {
  const rule = activeOnly(['Problems', 'Medications']);
  const evidence = items(
    ['Condition', 'Asthma; clinical status active'],
    ['Condition', 'Fracture; clinical status resolved'],
    ['Condition', 'Fracture'],
    ['MedicationRequest', 'Aspirin; status active'],
    ['MedicationRequest', 'Aspirin; status stopped'],
  );
  it.each([
    [1, null],
    [2, 'UNGROUNDED'],
    [3, 'UNGROUNDED'],
    [4, null],
    [5, 'UNGROUNDED'],
  ] as const)('item %i: %s', (number, reason) => {
    const said = sentence('a', [[number, 'x']], { section: 'Problems' });
    expect(refusal(rule, said, { items: evidence })).toBe(reason);
  });
});

describe('suggested code', () => {
  const CODES: readonly DiagnosisCode[] = [
    { code: 'J45', description: 'Asthma', billable: false },
    { code: 'J45.909', description: 'Unspecified asthma, uncomplicated', billable: true },
    { code: 'M25.561', description: 'Pain in right knee', billable: true },
  ];
  const codes: CodeSet = {
    version: 'made-up',
    find: (code) =>
      CODES.find((one) => one.code.replace('.', '') === code.replace('.', '').toUpperCase()) ?? null,
    candidates: () => [],
  };
  const suggest = (code: string | null, quote: string, set: CodeSet | null = codes) =>
    refusal(suggestedCode, sentence(quote, [[1, quote]], { code }), { codes: set });

  it('takes a billable code of the set whose description the passage says', () => {
    expect(suggest('M25.561', 'Complains of pain in the right knee.')).toBeNull();
  });

  it.each([
    ['unknown', 'Z99.99', 'pain in the right knee'],
    ['a heading', 'J45', 'Asthma'],
    ['written in another way', 'm25561', 'pain in the right knee'],
    ['of the other side', 'M25.561', 'pain in the left knee'],
    ['of what is denied', 'M25.561', 'Denies pain in the right knee.'],
    ['of what is uncertain', 'M25.561', 'Possible pain in the right knee.'],
    ['of another matter', 'M25.561', 'Asthma'],
  ])('refuses a code that is %s', (_why, code, quote) => {
    expect(suggest(code, quote)).toBe('CITATION');
  });

  it('suggests nothing without a code, a code set or a passage', () => {
    expect(suggest(null, 'pain in the right knee')).toBe('CITATION');
    expect(suggest('M25.561', 'pain in the right knee', null)).toBe('CITATION');
    expect(refusal(suggestedCode, sentence('pain in right knee', [], { code: 'M25.561' }), { codes })).toBe(
      'CITATION',
    );
  });
});

describe('question in scope', () => {
  it('lets nothing answer what must not be asked', () => {
    expect(refusal(questionInScope, sentence('a', []), { question: 'What is my last A1c?' })).toBeNull();
    expect(refusal(questionInScope, sentence('a', []), { question: 'Should I stop aspirin?' })).toBe(
      'OUT_OF_SCOPE',
    );
  });
});
