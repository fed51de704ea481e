/**
 * Why a release of information need not be accounted for. 45 CFR 164.528(a)(1) has further grounds (authorization,
 * incidental, directory, national security, custody, limited data set): the ledger does not tell them apart, so nothing is
 * left out on them. Over-accounting is allowed, under-accounting is not.
 */
export type Ground = 'careAndOperations' | 'individual';

export interface GroundRule {
  /** The clause that leaves it out. */
  readonly rule: string;
  /** Plain words for the patient. */
  readonly text: string;
  /** HL7 ActReason codes; those below them in its hierarchy go with them. */
  readonly purposes: readonly string[];
}

export const GROUNDS: Readonly<Record<Ground, GroundRule>> = Object.freeze({
  careAndOperations: Object.freeze({
    rule: '45 CFR 164.528(a)(1)(i)',
    text: 'to treat you, to be paid for your care, or to run our services',
    purposes: Object.freeze(['TREAT', 'HPAYMT', 'HOPERAT']),
  }),
  individual: Object.freeze({
    rule: '45 CFR 164.528(a)(1)(ii), 164.502(g), 164.510(b)',
    text: 'to you, to somebody who acts for you, or to your family and those who help care for you',
    purposes: Object.freeze(['PATRQT']),
  }),
});

/** The hierarchy of HL7 ActReason as far as the schema has it: each code with all that it is, itself included. */
export type PurposeAncestors = Readonly<Record<string, readonly string[]>>;

/** The ground on which a purpose is left out, or `null`: it is accounted for, as is a purpose that nobody knows. */
export function groundOf(purpose: string | null, ancestors: PurposeAncestors): Ground | null {
  if (purpose === null) return null;
  const is = Object.hasOwn(ancestors, purpose) ? (ancestors[purpose] ?? []) : [];
  const within = ({ purposes }: GroundRule) => purposes.some((one) => one === purpose || is.includes(one));
  if (within(GROUNDS.careAndOperations)) return 'careAndOperations';
  return within(GROUNDS.individual) ? 'individual' : null;
}
