/**
 * The order of sensitivity labels: HL7 ActCode below `_ActInformationSensitivityPolicy`
 * (http://terminology.hl7.org/CodeSystem/v3-ActCode; standards §4). Child: parent.
 */
const PARENT: Readonly<Record<string, string>> = Object.freeze({
  BH: 'SPI',
  COGN: 'BH',
  DVD: 'BH',
  EMOTDIS: 'BH',
  MH: 'SPI',
  PSY: 'SPI',
  PSYTHPN: 'SPI',
  SUD: 'SPI',
  ETHUD: 'SUD',
  OPIOIDUD: 'SUD',
});

/**
 * Labels of one meaning. HL7 keeps ETH outside SPI while IHE PCF lists ETHUD and OPIOIDUD under it, so substance
 * use is one group (standards §4); VIP is what newer code systems call CEL.
 */
const SAME: readonly (readonly string[])[] = Object.freeze([
  Object.freeze(['ETH', 'SUD', 'ETHUD', 'OPIOIDUD']),
  Object.freeze(['CEL', 'VIP']),
]);

/** Stored where a label says nothing this product knows. MUST NOT be opened by any grant. */
export const UNKNOWN_LABEL = 'UNKNOWN';

/** 45 CFR 164.501 and 164.508(a)(2): never by a broader word, since authorisation is for these notes alone. */
const NEVER_BY_PARENT = 'PSYTHPN';

/**
 * Whether a grant or a consent that names `named` means a row labelled `label`: the label itself, another of its
 * meaning, or one above it.
 */
export function meansLabel(named: readonly string[], label: string): boolean {
  if (label === UNKNOWN_LABEL) return false;
  return selfAndAbove(label).some((each) => named.includes(each));
}

/**
 * Whether the labels a grant names open a label of a field or row. A label nobody names stays closed, whatever it
 * is: an unknown one denies (standards §4).
 *
 * @param open the grant's `sensitivity:`, as written.
 */
export function opensLabel(open: readonly string[], label: string): boolean {
  return label === NEVER_BY_PARENT ? open.includes(label) : meansLabel(open, label);
}

/** The label, those of its meaning, and all above any of them. */
function selfAndAbove(label: string): readonly string[] {
  const found = new Set<string>();
  const waiting = [label];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    const current = next;
    found.add(current);
    for (const group of SAME) if (group.includes(current)) waiting.push(...group);
    const parent = Object.hasOwn(PARENT, current) ? PARENT[current] : undefined;
    if (parent !== undefined) waiting.push(parent);
  }
  return [...found];
}
