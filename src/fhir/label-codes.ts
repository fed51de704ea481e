import { UNKNOWN_LABEL } from '../access/sensitivity.ts';

const ACT_CODE = [
  'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  'http://hl7.org/fhir/v3/ActCode',
  'urn:oid:2.16.840.1.113883.5.4',
];
const CONFIDENTIALITY = [
  'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
  'http://hl7.org/fhir/v3/Confidentiality',
  'urn:oid:2.16.840.1.113883.5.25',
];
/** Deprecated, and met in older records (standards §10). */
const US_PRIVACY_LAW = [
  'http://terminology.hl7.org/CodeSystem/v3-ActUSPrivacyLaw',
  'http://hl7.org/fhir/v3/ActUSPrivacyLaw',
];

/** Codes of ActCode whose label bears their name: `enum Sensitivity` of the schema, R and V aside. */
const SENSITIVITIES: readonly string[] = (
  'SPI ETH SUD ETHUD OPIOIDUD PSY MH BH COGN DVD EMOTDIS PSYTHPN HIV STD SEX PREGNANT GDIS SCA SDV VIO MST ADOL ' +
  'CEL VIP EMP TBOO PRS PHY PATLOC LOCIS LIVARG DEMO DOB GENDER RACE REL MARST IDS'
).split(' ');

/** Codes with another name, or none of their own: GraphQL names begin with no digit; SICKLE is retired. */
const RENAMED: Readonly<Record<string, string>> = { '42CFRPart2': 'PART2', SICKLE: 'SCA' };

/**
 * Confidentiality: what lies above normal is a label, what does not restricts nothing (V > R > N > M > L > U), and
 * the retired codes for topics are what ActCode calls them (standards §4). Its other retired codes (S, B, D, I) have no
 * such counterpart and stay unknown.
 */
const LEVELS: Readonly<Record<string, string | null>> = {
  V: 'V',
  R: 'R',
  N: null,
  M: null,
  L: null,
  U: null,
  HIV: 'HIV',
  PSY: 'PSY',
  ETH: 'ETH',
  SDV: 'SDV',
  C: 'CEL',
  T: 'TBOO',
};

/** Announces labels inside (DS4P). They count with or without it. */
const ANNOUNCEMENT = 'PROCESSINLINELABEL';

const LABELS: ReadonlyMap<string, string | null> = new Map([
  ...rows(ACT_CODE, Object.fromEntries(SENSITIVITIES.map((code) => [code, code]))),
  ...rows(ACT_CODE, RENAMED),
  ...rows(ACT_CODE, { [ANNOUNCEMENT]: null }),
  ...rows(US_PRIVACY_LAW, { '42CFRPart2': 'PART2' }),
  ...rows(CONFIDENTIALITY, LEVELS),
]);

/** Every label under the name the schema gives it. */
export const KNOWN_LABELS: readonly string[] = Object.freeze([
  ...new Set([...LABELS.values()].filter((label) => label !== null)),
]);

/** A code that may be kept as it is: a word, and nothing a person wrote. */
const WORD = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * The label one code of one system stands for, as rows store it; `null` where it restricts nothing. Only exact pairs
 * are known. Of others the code is kept, which no grant opens (standards §4: an unknown label denies); where it is
 * spelt like a label of ours, or is no word, it becomes UNKNOWN.
 */
export function labelOf(system: string | null, code: string): string | null {
  const known = LABELS.get(`${system ?? ''}|${code}`);
  if (known !== undefined) return known;
  return WORD.test(code) && !KNOWN_LABELS.includes(code) ? code : UNKNOWN_LABEL;
}

function rows(systems: readonly string[], codes: Readonly<Record<string, string | null>>) {
  return systems.flatMap((system) =>
    Object.entries(codes).map(([code, label]) => [`${system}|${code}`, label] as const),
  );
}
