import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodeSet } from '../../../src/insight/codes/create-code-set.ts';
import { ENTRIES } from './code-lines.ts';

const codes = await createCodeSet('2021', ENTRIES);
const found = (text: string, limit = 10) =>
  codes.candidates(text, limit).map(({ code, passage }) => `${code.code} ${passage}`);

describe('a code set', () => {
  it('finds a code with or without its dot, headings, too, and no other', () => {
    expect(codes.version).toBe('icd10cm-2021');
    expect(codes.find('e119')).toEqual(codes.find('E11.9'));
    expect(codes.find('E11.9')?.billable).toBe(true);
    expect(codes.find('E11')?.billable).toBe(false);
    for (const code of ['E11.8', '', 'E', 'toString', 'E11.9 OR 1=1']) expect(codes.find(code)).toBeNull();
  });
});

describe('candidates', () => {
  it('come with the words that speak for them, best first', () => {
    expect(found('Essential hypertension and type 2 diabetes mellitus.').toSorted()).toEqual([
      'E11.9 type 2 diabetes mellitus',
      'I10 Essential hypertension',
    ]);
    expect(found('Acute bronchitis due to organisms')[0]).toBe('J20.8 Acute bronchitis due to organisms');
    expect(found('Diabetes mellitus, type 2 (disorder); clinical status active')).toEqual([
      'E11.9 Diabetes mellitus, type 2',
    ]);
  });

  it('know short forms, and those of two letters in capitals only', () => {
    expect(found('HTN, T2DM.').toSorted()).toEqual(['E11.9 T2DM', 'I10 HTN']);
    expect(found('CKD stage 4')).toEqual(['N18.4 CKD stage 4']);
  });

  it('are never headings', () => {
    expect(found('Acute bronchitis')).toEqual(['J20.9 Acute bronchitis']);
    for (const { code } of codes.candidates(
      'Type 2 diabetes mellitus. Acute bronchitis. Breast cancer.',
      50,
    )) {
      expect(code.billable).toBe(true);
    }
  });

  it('are not of another stage, kind or side', () => {
    expect(found('chronic kidney disease stage 3')).toEqual([]);
    expect(found('T2DM, CKD stage 4').filter((each) => each.startsWith('N18'))).toEqual([
      'N18.4 CKD stage 4',
    ]);
    expect(found('type 1 diabetes mellitus')).toEqual(['E10.9 type 1 diabetes mellitus']);
    const left = found('Laceration of left forearm');
    expect(left[0]).toBe('S51.812A Laceration of left forearm');
    expect(left.join()).not.toContain('S51.811A');
    expect(found('Laceration of forearm')[0]).toBe('S51.819A Laceration of forearm');
  });

  it('never say more of side and episode than the text', async () => {
    const parts = ['forearm', 'hand', 'foot', 'thigh', 'knee', 'ankle', 'elbow', 'wrist', 'hip', 'shoulder'];
    const ofLeft = parts.map((part, index) => ({
      code: `S51.${index}`,
      billable: true,
      description: `Laceration of left ${part}`,
    }));
    const leftOnly = await createCodeSet('2021', ofLeft);
    expect(leftOnly.candidates('Laceration of left forearm', 5)).toHaveLength(1);
    expect(leftOnly.candidates('Laceration of forearm', 5)).toEqual([]);
    const all = found('Laceration of forearm').join();
    for (const code of ['S51.812A', 'S51.811A', 'S51.819D']) expect(all).not.toContain(code);
    expect(found('Laceration of forearm, subsequent encounter')[0]).toMatch(/^S51\.819D /);
  });

  it('are not put together from the items of a list', () => {
    expect(found('bronchitis, acute')).toEqual([]);
    expect(found('T2DM, CKD stage 2').filter((each) => each.startsWith('N18'))).toEqual([
      'N18.2 CKD stage 2',
    ]);
  });

  it('are not made of what was given or done', () => {
    expect(found('# Medications\n- asthma inhaler\n# Assessment\nCough')).toEqual(['R05 Cough']);
    expect(found('The patient was given the following immunizations:\n- pneumonia')).toEqual([]);
  });

  it('take no longer for a sentence without end', () => {
    const words = 'asthma cough type 2 diabetes mellitus left laceration forearm chest pain '.split(' ');
    const text = Array.from(
      { length: 9_000 },
      (_, index) => `${words[(index * 7) % words.length]}${index % 3 ? '' : index}`,
    );
    expect(codes.candidates(text.join(' '), 5).length).toBeLessThanOrEqual(5);
  });

  it('are nothing that a longer stretch says better, and no leftover where a code fits', () => {
    expect(found('Chest pain')).toEqual(['R07.9 Chest pain']);
    expect(found('Asthma')).toEqual(['J45.909 Asthma']);
  });

  it.each([
    'No cough.',
    'Denies cough or chest pain.',
    'Patient is without cough, chest pain.',
    'Negative for pneumonia',
    'Pneumonia was ruled out.',
    'Cough: denied',
    'Screening for pneumonia was done.',
    'At risk for asthma.',
  ])('are not made of what is denied: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    'Probable pneumonia.',
    'Suspected asthma',
    'Findings consistent with pneumonia',
    'Rule out pneumonia.',
    'Pneumonia?',
    'Differential: pneumonia, asthma',
  ])('are not made of what is uncertain: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('are made of what is said before a denial and after it ends', () => {
    expect(found('Chest pain, denies cough but has asthma').toSorted()).toEqual([
      'J45.909 asthma',
      'R07.9 Chest pain',
    ]);
  });

  it('keep relatives and patient apart', () => {
    expect(found('Mother had asthma.')).toEqual([]);
    expect(found('Family history of breast cancer')).toEqual(['Z80.3 Family history of breast cancer']);
    expect(found('# Family History\nDiabetes mellitus type 2, asthma\n# Assessment\nCough')).toEqual([
      'R05 Cough',
    ]);
    expect(found('Father with diabetes mellitus')).toEqual(['Z83.3 Father with diabetes mellitus']);
    expect(found('History of diabetes mellitus type 2.')).toEqual(['E11.9 diabetes mellitus type 2']);
  });

  it('are as many as asked for, two of a category at most', () => {
    expect(found('Essential hypertension. Cough. Chest pain.', 2)).toHaveLength(2);
    expect(found('Cough', 0)).toEqual([]);
  });

  it('are the same each time, billable, and quote the text, whatever the text', () => {
    const words = fc.constantFrom(
      ...[
        'asthma',
        'no',
        'cough',
        'type',
        '2',
        'diabetes',
        'mellitus',
        ',',
        '.',
        'stage',
        '4',
        'CKD',
        '\n',
        '\u202e',
      ],
      ...[
        'left',
        'laceration',
        'forearm',
        'but',
        'mother',
        'ҝ',
        '😀',
        ';',
        'chest',
        'pain',
        '(',
        ')',
        '?',
        'HTN',
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 30 }), (drawn) => {
        const text = drawn.join(' ');
        const candidates = codes.candidates(text, 5);
        expect(codes.candidates(text, 5)).toEqual(candidates);
        expect(candidates.length).toBeLessThanOrEqual(5);
        for (const { code, passage } of candidates) {
          expect(code.billable).toBe(true);
          expect(codes.find(code.code)).toEqual(code);
          expect(passage).not.toBe('');
          expect(text).toContain(passage);
        }
      }),
    );
  });
});
