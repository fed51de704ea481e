/** A laboratory measurement with its adult reference range. */
export interface LabKind {
  readonly loinc: string;
  readonly text: string;
  readonly unit: string;
  readonly ucum: string;
  readonly low: number | null;
  readonly high: number | null;
  readonly usual: number;
  readonly spread: number;
  readonly digits: number;
  /** Problem under which it runs higher, and its usual value then. */
  readonly under: { readonly problem: string; readonly usual: number } | null;
}

export interface LabPanel {
  readonly loinc: string;
  readonly text: string;
  readonly labs: readonly LabKind[];
}

function lab(
  loinc: string,
  text: string,
  [unit, ucum]: readonly [string, string],
  [low, high]: readonly [number | null, number | null],
  [usual, spread, digits]: readonly [number, number, number],
  under: LabKind['under'] = null,
): LabKind {
  return Object.freeze({ loinc, text, unit, ucum, low, high, usual, spread, digits, under });
}

const MG_DL = ['mg/dL', 'mg/dL'] as const;
const MMOL_L = ['mmol/L', 'mmol/L'] as const;

export const METABOLIC: LabPanel = Object.freeze({
  loinc: '51990-0',
  text: 'Basic metabolic panel - Blood',
  labs: [
    lab('2345-7', 'Glucose [Mass/volume] in Serum or Plasma', MG_DL, [70, 99], [89, 9, 0], {
      problem: 'diabetes',
      usual: 152,
    }),
    lab('2160-0', 'Creatinine [Mass/volume] in Serum or Plasma', MG_DL, [0.5, 1.2], [0.9, 0.25, 2], {
      problem: 'kidney',
      usual: 1.7,
    }),
    lab('2951-2', 'Sodium [Moles/volume] in Serum or Plasma', MMOL_L, [135, 145], [140, 4, 0]),
    lab('2823-3', 'Potassium [Moles/volume] in Serum or Plasma', MMOL_L, [3.5, 5.1], [4.2, 0.5, 1]),
  ],
});

export const LIPIDS: LabPanel = Object.freeze({
  loinc: '57698-3',
  text: 'Lipid panel',
  labs: [
    lab('2093-3', 'Cholesterol [Mass/volume] in Serum or Plasma', MG_DL, [null, 199], [178, 25, 0], {
      problem: 'lipids',
      usual: 232,
    }),
    lab('2571-8', 'Triglyceride [Mass/volume] in Serum or Plasma', MG_DL, [null, 149], [112, 35, 0], {
      problem: 'lipids',
      usual: 190,
    }),
    lab('2085-9', 'Cholesterol in HDL [Mass/volume] in Serum or Plasma', MG_DL, [40, null], [52, 10, 0]),
  ],
});

export const BLOOD_COUNT: LabPanel = Object.freeze({
  loinc: '58410-2',
  text: 'CBC panel - Blood by Automated count',
  labs: [
    lab('6690-2', 'Leukocytes [#/volume] in Blood', ['10*3/uL', '10*3/uL'], [4.5, 11], [7.1, 2, 1]),
    lab('718-7', 'Hemoglobin [Mass/volume] in Blood', ['g/dL', 'g/dL'], [12, 17.5], [14.1, 1.4, 1], {
      problem: 'anemia',
      usual: 10.2,
    }),
    lab('777-3', 'Platelets [#/volume] in Blood', ['10*3/uL', '10*3/uL'], [150, 400], [255, 70, 0]),
  ],
});

export const HEMOGLOBIN_A1C: LabKind = lab(
  '4548-4',
  'Hemoglobin A1c/Hemoglobin.total in Blood',
  ['%', '%'],
  [4, 5.6],
  [5.3, 0.3, 1],
  { problem: 'diabetes', usual: 7.6 },
);
