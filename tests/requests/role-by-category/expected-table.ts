/**
 * access-matrix.md, written out by hand for what is asked here: one line per column of the matrix, or part of
 * one that has grants of its own (its footnotes 1 to 3).
 *
 * W whole · P PARTIAL · G GENERALIZE · Y PSEUDONYM · n null and one error · x no such row, no error.
 * PXL is a proxy of a minor of an age at which the tenant shows a proxy less (exception 3).
 *
 * n and x both mean "no grant". A field or list that nothing of is granted is null; a row whose own category
 * is not granted does not exist in a list that shows others.
 */
const TABLE = `
                    PHY NUR PHA COO REG BIL COD RES PAT PXY PXL
DEMOGRAPHICS         W   W   W   W   W   W   W   G   W   W   W
DEMOGRAPHICS race    W   W   n   W   W   n   n   G   W   W   W
CONTACT              W   W   W   W   W   W   n   G   W   W   W
IDENTIFIER mrn       W   W   W   W   W   W   W   Y   W   W   W
IDENTIFIER ssn       n   n   n   n   P   P   n   n   P   n   n
IDENTIFIER others    n   n   n   n   P   P   n   n   P   n   n
PROBLEM              W   W   W   W   n   n   W   G   W   W   n
DIAGNOSIS            W   W   W   W   n   n   W   G   W   W   n
MEDICATION           W   W   W   W   n   n   W   G   W   W   n
LAB                  W   W   W   W   n   n   W   G   W   W   n
LAB report           W   W   W   W   n   n   W   G   W   W   n
VITAL_SIGNS          W   W   W   W   n   n   W   G   W   W   n
SOCIAL_HISTORY       W   W   W   W   n   n   W   G   W   W   n
PROCEDURE            W   W   W   W   n   n   W   G   W   W   n
ALLERGY              W   W   W   W   n   n   n   G   W   W   W
IMMUNIZATION         W   W   W   W   n   n   n   G   W   W   W
SDOH                 W   W   x   W   n   n   W   G   W   W   n
SURVEY               W   W   x   W   n   n   W   G   W   W   n
IMAGING              W   W   x   W   n   n   x   G   W   W   n
IMAGING report       W   W   x   W   n   n   x   G   W   W   n
CLINICAL_NOTE        W   W   W   W   n   n   W   n   W   W   n
ENCOUNTER            W   W   W   W   W   W   W   G   W   W   n
ENCOUNTER reason     W   W   W   W   n   n   W   G   W   W   n
APPOINTMENT          W   W   W   W   W   W   W   G   W   W   n
APPOINTMENT reason   W   W   W   W   n   n   W   G   W   W   n
CARE_TEAM            W   W   W   W   W   n   n   n   W   W   n
CARE_TEAM name       W   W   W   W   n   n   n   n   W   W   n
GENOMIC              W   x   W   x   n   n   x   x   W   W   n
COVERAGE             P   n   P   W   W   W   n   G   W   W   W
BILLING claim        n   n   n   n   n   W   W   G   W   W   n
BILLING benefit      n   n   n   n   n   W   W   G   W   W   n
CONSENT              W   W   n   W   W   n   n   n   W   W   n
CONSENT rest         W   W   n   W   n   n   n   n   W   W   n
OTHER                W   W   x   x   n   n   x   x   W   W   n
PSYCHOTHERAPY_NOTE   x   x   x   x   n   n   x   n   x   x   n
`;

export type Letter = 'W' | 'P' | 'G' | 'Y' | 'n' | 'x';
const LETTERS: readonly Letter[] = ['W', 'P', 'G', 'Y', 'n', 'x'];

const [head = '', ...lines] = TABLE.split('\n').filter((line) => line.trim() !== '');
const roles = head.trim().split(/\s+/);

/** Columns of the table, in its order. */
export const COLUMNS: readonly string[] = lines.map(nameOf);

/** By short role, by column. */
export const EXPECTED: ReadonlyMap<string, ReadonlyMap<string, Letter>> = new Map(
  roles.map((role, at) => [role, new Map(lines.map((line) => [nameOf(line), letterAt(line, at)]))]),
);

function nameOf(line: string): string {
  return line.replace(/(\s+[A-Za-z]){11}$/, '');
}

function letterAt(line: string, at: number): Letter {
  const word = line.slice(nameOf(line).length).trim().split(/\s+/)[at];
  const letter = LETTERS.find((one) => one === word);
  if (letter === undefined) throw new Error(`no letter for ${nameOf(line)}`);
  return letter;
}
