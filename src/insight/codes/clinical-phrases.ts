import { termsOf } from './terms.ts';

/** Short forms as written in notes. Capitals: only so, since in small letters they are other words. */
const SHORT_FORMS: Readonly<Record<string, string>> = Object.freeze({
  htn: 'essential hypertension',
  hld: 'hyperlipidemia',
  dm: 'diabetes mellitus',
  t1dm: 'type 1 diabetes mellitus',
  t2dm: 'type 2 diabetes mellitus',
  dm1: 'type 1 diabetes mellitus',
  dm2: 'type 2 diabetes mellitus',
  copd: 'chronic obstructive pulmonary disease',
  chf: 'heart failure',
  cad: 'atherosclerotic heart disease native coronary artery',
  MI: 'acute myocardial infarction',
  afib: 'atrial fibrillation',
  AF: 'atrial fibrillation',
  tia: 'transient cerebral ischemic attack',
  cva: 'cerebral infarction',
  dvt: 'embolism thrombosis deep veins',
  PE: 'pulmonary embolism',
  pvd: 'peripheral vascular disease',
  ckd: 'chronic kidney disease',
  esrd: 'end stage renal disease',
  aki: 'acute kidney failure',
  uti: 'urinary tract infection',
  bph: 'benign prostatic hyperplasia',
  gerd: 'gastro esophageal reflux disease',
  ibs: 'irritable bowel syndrome',
  uri: 'acute upper respiratory infection',
  osa: 'obstructive sleep apnea',
  OA: 'osteoarthritis',
  RA: 'rheumatoid arthritis',
  sle: 'systemic lupus erythematosus',
  ptsd: 'post traumatic stress disorder',
  adhd: 'attention deficit hyperactivity disorder',
  mdd: 'major depressive disorder',
  gad: 'generalized anxiety disorder',
  ms: 'multiple sclerosis',
  sob: 'shortness breath',
  fx: 'fracture',
});

/** What is said otherwise in the code set. Longest first where one begins another. */
const PHRASES: Readonly<Record<string, string>> = Object.freeze({
  'high blood pressure': 'essential hypertension',
  // Where nothing is said of its kind: the code set's own index says so.
  hypertension: 'essential hypertension',
  'myocardial infarction': 'acute myocardial infarction',
  'high cholesterol': 'hypercholesterolemia',
  'heart attack': 'acute myocardial infarction',
  'congestive heart failure': 'heart failure',
  'coronary artery disease': 'atherosclerotic heart disease native coronary artery',
  'coronary heart disease': 'atherosclerotic heart disease native coronary artery',
  'coronary arteriosclerosis': 'atherosclerotic heart disease native coronary artery',
  'deep vein thrombosis': 'embolism thrombosis deep veins',
  'kidney stone': 'calculus kidney',
  'sore throat': 'pharyngitis',
  miscarriage: 'spontaneous abortion',
  stroke: 'cerebral infarction',
  cancer: 'malignant neoplasm',
  carcinoma: 'malignant neoplasm',
  seizure: 'convulsion',
  mother: 'family history',
  father: 'family history',
  sister: 'family history',
  brother: 'family history',
  sibling: 'family history',
  parent: 'family history',
});

export interface ClinicalPhrase {
  /** Terms of the text, one after the other. */
  readonly said: readonly string[];
  /** Terms of the code set. */
  readonly meant: readonly string[];
  /** Whether capitals matter. */
  readonly asWritten: string | null;
}

/** By their first term. */
export function clinicalPhrases(): ReadonlyMap<string, readonly ClinicalPhrase[]> {
  const byFirst = new Map<string, ClinicalPhrase[]>();
  for (const [text, meaning] of [...Object.entries(SHORT_FORMS), ...Object.entries(PHRASES)]) {
    const said = termsOf(text).map(({ term }) => term);
    const meant = termsOf(meaning).map(({ term }) => term);
    const [first] = said;
    if (first === undefined || said.join(' ') === meant.join(' ')) continue;
    const asWritten = text === text.toUpperCase() ? text : null;
    byFirst.set(first, [...(byFirst.get(first) ?? []), { said, meant, asWritten }]);
  }
  return byFirst;
}
