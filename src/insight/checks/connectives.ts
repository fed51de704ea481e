/**
 * What a sentence may say in words that are not its evidence's. Whoever writes sentences (the local engine) and
 * whoever checks them (support) read the same lists.
 *
 * A connective MUST be neutral: it MUST NOT deny, doubt, quantify, place in time or name a label of a record
 * (`onset`, `reference range`), because it would then claim what no source says. What claims something stands in
 * `CLAIMS` and is verified against the record.
 */
export const CONNECTIVES: readonly string[] = Object.freeze([
  'a',
  'according to the record',
  'according to your record',
  'and',
  'as of',
  'at',
  'dated',
  'for',
  'from',
  'in the record',
  'in your record',
  'is',
  'on',
  'recorded',
  'recorded as',
  'recorded on',
  'result',
  'result is',
  'source',
  'the',
  'the interpretation in the record is',
  'the record says',
  'the result in the record is',
  'the value in the record is',
  'then',
  'value',
  'was',
  'with a',
  'your',
  'your record says',
  'your result is',
  'your result was',
]);

/** Begin the next record of a list whose records share one name: `Glucose 90 mg/dL on 2020-01-01 → 95 mg/dL on …`. */
export const SEPARATORS: readonly string[] = Object.freeze(['then', '→']);

/**
 * Words that claim something which the check works out: the place of a value in its own reference range, that a
 * record is the newest of its name, how many records are cited, what was found of a criterion.
 */
export const CLAIMS = Object.freeze({
  above: Object.freeze(['above the reference range', 'is above the reference range']),
  below: Object.freeze(['below the reference range', 'is below the reference range']),
  within: Object.freeze(['within the reference range', 'is within the reference range']),
  latest: Object.freeze(['latest', 'most recent', 'last recorded', 'last recorded on']),
  /** After a count, which MUST be the number of cited records: `3 results`. */
  counted: Object.freeze(['record', 'records', 'result', 'results', 'value', 'values', 'visit', 'visits']),
  MET: Object.freeze(['met']),
  NOT_MET: Object.freeze(['not met']),
  NOT_IN_RECORD: Object.freeze(['not in the record']),
});

/**
 * Labels that a record's line puts before a value. `silent`: the value may stand without it beside the name of its
 * record (`Asthma, active`); all others go where their value goes, so that a reference range is never a result and
 * an onset never a date of recording.
 */
export const PART_LABELS: readonly { readonly label: string; readonly silent: boolean }[] = Object.freeze([
  { label: 'clinical status', silent: true },
  { label: 'verification status', silent: false },
  { label: 'status', silent: true },
  { label: 'onset', silent: false },
  { label: 'abatement', silent: false },
  { label: 'recorded', silent: true },
  { label: 'authored', silent: true },
  { label: 'effective', silent: true },
  { label: 'performed', silent: true },
  { label: 'occurrence', silent: true },
  { label: 'interpretation', silent: true },
  { label: 'reference range', silent: false },
  { label: 'criticality', silent: false },
  { label: 'reaction', silent: false },
  { label: 'reason', silent: false },
  { label: 'payor', silent: false },
  { label: 'from', silent: false },
  { label: 'to', silent: false },
]);
