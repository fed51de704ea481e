import type { Accounting } from './accounting.ts';
import { gapText } from './gap-text.ts';
import { purposeText } from './plain-words.ts';
import { GROUNDS } from './purposes.ts';

/** What is counted and what is left out, in the words of the rule. */
const COUNTED =
  'Every operation that gave something of the patient’s record to somebody, whole or masked, for a purpose outside ' +
  'treatment, payment and health care operations and not to the patient or who acts for them. Disclosures under an ' +
  'authorization, incidental ones, limited data sets and the other grounds of 164.528(a)(1)(iii) to (viii) are not told ' +
  'apart in the ledger and are therefore counted.';
const EVERYTHING = 'Every access to the patient’s record, for whatever purpose, and every act on it.';

/** The document as JSON. */
export function accountingJson(accounting: Accounting): Readonly<Record<string, unknown>> {
  const { mode, entries, leftOut, findings, gaps, ...rest } = accounting;
  return {
    document: mode === 'all' ? 'access report' : 'accounting of disclosures',
    rule: '45 CFR 164.528',
    ...rest,
    complete: findings.length === 0 && gaps.length === 0,
    counted: mode === 'all' ? EVERYTHING : COUNTED,
    leftOut:
      mode === 'all'
        ? []
        : [
            { ...groundJson('careAndOperations'), uses: leftOut.careAndOperations },
            { ...groundJson('individual'), uses: leftOut.individual },
          ],
    entries: entries.map(({ ground, purpose, ...entry }) => ({
      ...entry,
      purpose: { code: purpose, text: purposeText(purpose) },
      ...(mode === 'all' && { accountedFor: ground === null }),
    })),
    findings,
    gaps: gaps.map((gap) => ({ ...gap, text: gapText(gap) })),
  };
}

function groundJson(ground: keyof typeof GROUNDS) {
  const { rule, text, purposes } = GROUNDS[ground];
  return { ground, rule, text, purposes };
}
