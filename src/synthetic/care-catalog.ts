/** Code and text. */
export type Coded = readonly [code: string, text: string];

/** SNOMED CT. */
export const ALLERGIES: readonly (readonly [...Coded, reaction: Coded])[] = Object.freeze([
  ['91936005', 'Allergy to penicillin', ['247472004', 'Wheal']],
  ['91935009', 'Allergy to peanuts', ['271807003', 'Eruption of skin']],
  ['300916003', 'Latex allergy', ['247472004', 'Wheal']],
  ['300913006', 'Shellfish allergy', ['271807003', 'Eruption of skin']],
]);

/** SNOMED CT. */
export const PROCEDURES: readonly Coded[] = Object.freeze([
  ['73761001', 'Colonoscopy'],
  ['127783003', 'Spirometry'],
  ['171207006', 'Depression screening'],
  ['268400002', '12 lead electrocardiogram'],
]);

/** CVX codes, with the ages in years they are given at. */
export const VACCINES: readonly (readonly [...Coded, from: number, to: number])[] = Object.freeze([
  ['03', 'MMR', 1, 12],
  ['21', 'varicella', 1, 12],
  ['10', 'IPV', 0, 6],
  ['115', 'Tdap', 11, 120],
  ['140', 'Influenza, seasonal, injectable, preservative free', 1, 120],
  ['33', 'pneumococcal polysaccharide vaccine, 23 valent', 65, 120],
]);

/** SNOMED CT answers to LOINC 72166-2. */
export const SMOKING: readonly Coded[] = Object.freeze([
  ['266919005', 'Never smoked tobacco'],
  ['8517006', 'Ex-smoker'],
  ['449868002', 'Smokes tobacco daily'],
]);

/** Races of the OMB categories and their ethnicities. */
export const RACES: readonly Coded[] = Object.freeze([
  ['2106-3', 'White'],
  ['2054-5', 'Black or African American'],
  ['2028-9', 'Asian'],
  ['1002-5', 'American Indian or Alaska Native'],
  ['2076-8', 'Native Hawaiian or Other Pacific Islander'],
]);

export const ETHNICITIES: readonly Coded[] = Object.freeze([
  ['2186-5', 'Not Hispanic or Latino'],
  ['2135-2', 'Hispanic or Latino'],
]);

/** v3-MaritalStatus. */
export const MARITAL: readonly Coded[] = Object.freeze([
  ['M', 'Married'],
  ['S', 'Never Married'],
  ['D', 'Divorced'],
  ['W', 'Widowed'],
]);

export const LANGUAGES: readonly Coded[] = Object.freeze([
  ['en-US', 'English (United States)'],
  ['es', 'Spanish'],
  ['vi', 'Vietnamese'],
  ['pl', 'Polish'],
]);
