import type { Provision } from './consent.ts';
import { UNRESOLVED } from './consent.ts';
import { PERSONS } from './consent-codes.ts';
import type { ConsentSituation } from './consent-view.ts';
import type { Reach } from './reach.ts';
import { NONE, PART, WHOLE } from './reach.ts';
import { isPart2, namesPart2 } from './row-labels.ts';
import type { ConsentRow } from './row-reach.ts';
import { rowReach } from './row-reach.ts';

export type Ruling = 'PERMIT' | 'DENY' | 'NOTHING';

/** A rule that bears on a situation, with those of its exceptions that do: all that is the same for every row. */
export interface LiveRule {
  readonly rule: Provision;
  /** How far it reaches, but for criteria about rows. Never NONE. */
  readonly outer: Reach;
  /** It, or a rule around it, names records under 42 CFR Part 2. */
  readonly named: boolean;
  readonly exceptions: readonly LiveRule[];
}

const NO_EXCEPTIONS: readonly LiveRule[] = Object.freeze([]);

/** @returns `null` for a rule that has nothing to say in this situation. */
export function liveRule(rule: Provision, situation: ConsentSituation, isNamed = false): LiveRule | null {
  const outer = situationReach(rule, situation);
  if (outer === NONE) return null;
  const named = isNamed || namesPart2(rule.labels);
  if (rule.provisions.length === 0) return { rule, outer, named, exceptions: NO_EXCEPTIONS };
  const exceptions: LiveRule[] = [];
  for (const provision of rule.provisions) {
    const exception = liveRule(provision, situation, named);
    if (exception !== null) exceptions.push(exception);
  }
  return { rule, outer, named, exceptions };
}

/**
 * What one rule with its exceptions says of one row. The most specific exception that says something decides, of
 * equals one that denies; else the rule itself. A permit stands only where every rule on the way to it reaches the
 * row whole, and for records under 42 CFR Part 2 only where one of them names these.
 */
export function ruleProvision({ rule, outer, named, exceptions }: LiveRule, row: ConsentRow): Ruling {
  const inner = rowReach(rule, row);
  if (inner === NONE) return 'NOTHING';

  let said: Ruling = 'NOTHING';
  let most = -1;
  for (const exception of exceptions) {
    const ruling = ruleProvision(exception, row);
    if (ruling === 'NOTHING') continue;
    const weight = exceptions.length === 1 ? 0 : specificity(exception.rule);
    if (weight < most || (weight === most && ruling === 'PERMIT')) continue;
    said = ruling;
    most = weight;
  }
  if (said === 'NOTHING') {
    if (rule.type === 'deny') return 'DENY';
    if (named || !isPart2(row.labels)) said = 'PERMIT';
  }
  return said === 'PERMIT' && (outer === PART || inner === PART) ? 'NOTHING' : said;
}

/** How far a rule reaches, but for criteria about rows: the same for every row of the operation. */
function situationReach(rule: Provision, { actors, purposes, now }: ConsentSituation): Reach {
  if (rule.period !== null && (now < rule.period.from || now > rule.period.until)) return NONE;
  if (rule.purposes.length > 0 && !rule.purposes.some((purpose) => purposes.includes(purpose))) return NONE;
  if (
    rule.actors.length === 0 ||
    rule.actors.some((actor) => actor !== UNRESOLVED && actors.includes(actor))
  ) {
    return rule.inPart === true ? PART : WHOLE;
  }
  return rule.actors.includes(UNRESOLVED) || !actors.some(isSomebody) ? PART : NONE;
}

/** Only of a person is it told whoever else they are: their roles, teams and organizations hang on them. */
function isSomebody(reference: string): boolean {
  return PERSONS.some((type) => reference.startsWith(`${type}/`));
}

/** How many kinds of criteria a rule states. */
function specificity(rule: Provision): number {
  return (
    Number(rule.period !== null) +
    Number(rule.actors.length > 0) +
    Number(rule.purposes.length > 0) +
    Number(rule.labels.length > 0) +
    Number(rule.dataPeriod !== null) +
    Number(rule.data.length > 0) +
    Number(rule.classes.length > 0) +
    Number(rule.codes.length > 0)
  );
}
