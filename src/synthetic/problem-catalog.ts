/** A condition as it is coded, and what goes with it. */
export interface ProblemKind {
  readonly key: string;
  readonly text: string;
  readonly snomed: string;
  readonly icd10: string;
  /** Ages, in years, at which it is plausible. */
  readonly from: number;
  readonly to: number;
  /** Stays on the problem list; others are the diagnosis of one visit. */
  readonly chronic: boolean;
  readonly medication: MedicationKind | null;
}

export interface MedicationKind {
  readonly rxnorm: string;
  readonly text: string;
  readonly dosage: string;
}

const drug = (rxnorm: string, text: string, dosage: string): MedicationKind => ({ rxnorm, text, dosage });

const LISINOPRIL = drug('314076', 'lisinopril 10 MG Oral Tablet', 'One tablet by mouth every morning');
const METFORMIN = drug(
  '861007',
  'metformin hydrochloride 500 MG Oral Tablet',
  'One tablet twice daily with meals',
);
const ATORVASTATIN = drug('617310', 'atorvastatin 20 MG Oral Tablet', 'One tablet by mouth every evening');
const ALBUTEROL = drug(
  '745679',
  '200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler',
  'Two puffs every four to six hours as needed',
);
const LEVOTHYROXINE = drug(
  '966222',
  'levothyroxine sodium 0.075 MG Oral Tablet',
  'One tablet on an empty stomach',
);
const WARFARIN = drug('855332', 'warfarin sodium 5 MG Oral Tablet', 'One tablet by mouth every evening');
const IRON = drug('310325', 'ferrous sulfate 325 MG Oral Tablet', 'One tablet daily');
const PARACETAMOL = drug(
  '313782',
  'acetaminophen 325 MG Oral Tablet',
  'Two tablets every six hours as needed, at most eight in a day',
);

type Row = readonly [string, string, string, string, number, number, boolean, MedicationKind | null];

const ROWS: readonly Row[] = [
  ['hypertension', 'Essential hypertension', '59621000', 'I10', 35, 120, true, LISINOPRIL],
  ['diabetes', 'Type 2 diabetes mellitus', '44054006', 'E11.9', 35, 120, true, METFORMIN],
  ['lipids', 'Hyperlipidemia', '55822004', 'E78.5', 35, 120, true, ATORVASTATIN],
  ['asthma', 'Asthma', '195967001', 'J45.909', 5, 70, true, ALBUTEROL],
  ['thyroid', 'Hypothyroidism', '40930008', 'E03.9', 25, 120, true, LEVOTHYROXINE],
  ['knee', 'Osteoarthritis of knee', '239873007', 'M17.9', 50, 120, true, PARACETAMOL],
  ['kidney', 'Chronic kidney disease stage 3', '433144002', 'N18.30', 55, 120, true, null],
  ['rhythm', 'Atrial fibrillation', '49436004', 'I48.91', 60, 120, true, WARFARIN],
  ['anemia', 'Iron deficiency anemia', '87522002', 'D50.9', 16, 60, true, IRON],
  ['eczema', 'Atopic dermatitis', '24079001', 'L20.9', 1, 40, true, null],
  ['migraine', 'Migraine', '37796009', 'G43.909', 12, 60, true, PARACETAMOL],
  ['cold', 'Upper respiratory infection', '54150009', 'J06.9', 0, 120, false, null],
  ['throat', 'Acute pharyngitis', '363746003', 'J02.9', 3, 60, false, null],
  ['ear', 'Otitis media', '65363002', 'H66.90', 0, 12, false, null],
  ['bladder', 'Urinary tract infection', '68566005', 'N39.0', 16, 120, false, null],
  ['ankle', 'Sprain of ankle', '44465007', 'S93.401A', 8, 75, false, PARACETAMOL],
];

export const PROBLEM_KINDS: readonly ProblemKind[] = Object.freeze(
  ROWS.map(([key, text, snomed, icd10, from, to, chronic, medication]) =>
    Object.freeze({ key, text, snomed, icd10, from, to, chronic, medication }),
  ),
);

/** @throws RangeError for a key the catalogue does not hold. */
export function problemKind(key: string): ProblemKind {
  const found = PROBLEM_KINDS.find((kind) => kind.key === key);
  if (found === undefined) throw new RangeError('no such problem in the catalogue');
  return found;
}
