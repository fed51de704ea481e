import type { Consent, Interval, Provision } from '../../src/access/consent/consent.ts';
import { DATA_MEANINGS } from '../../src/access/consent/consent.ts';
import type { Chooser } from './chooser.ts';

const LABELS = 'V R N M U SPI BH PSY COGN SUD ETH OPIOIDUD PSYTHPN HIV CEL VIP PART2 EMP'.split(' ');
const ACTORS = [
  ...['Practitioner/p1', 'PractitionerRole/r1', 'CareTeam/team', 'CareTeam/own', 'Organization/clinic'],
  ...['Practitioner/other', '?'],
];
const PEOPLE = ['Practitioner/p1', 'Practitioner/p1', 'Practitioner/p1', 'RelatedPerson/r1', 'Patient/ada'];
const HELD = ['PractitionerRole/r1', 'CareTeam/team', 'Organization/clinic'];
const PURPOSES = ['TREAT', 'ETREAT', 'HPAYMT', 'COVERAGE', 'HRESCH', 'PATRQT', 'HMARKT'];
const CLASSES = ['Patient', 'Observation', 'Condition', 'DocumentReference'];
const REFERENCES = [
  'Patient/ada',
  'Observation/row1',
  'Condition/row2',
  'Encounter/visit',
  'Practitioner/p1',
  '?',
];
const DAY = 86_400_000;

/** Who asks, by what is stored: mostly somebody, and what they hold. */
export function actors(choose: Chooser): readonly string[] {
  return [...(choose.chance(0.85) ? [choose.one(PEOPLE)] : []), ...choose.some(HELD)];
}

/** A consent as it is read from what is stored; most permit something and except something from it. */
export function generateConsent(choose: Chooser, id: string, now: number): Consent {
  const readable = choose.chance(0.95);
  return {
    id,
    status: choose.chance(0.85) ? 'active' : choose.one(['draft', 'inactive', 'entered-in-error', 'unknown']),
    readable,
    provision: readable && choose.chance(0.95) ? generateRule(choose, now, 0) : null,
    modelUse: null,
    findings: [],
  };
}

function generateRule(choose: Chooser, now: number, depth: number): Provision {
  const share = depth === 0 ? 0.15 : 0.3;
  const list = <T>(some: readonly T[]): readonly T[] => (choose.chance(share) ? choose.few(some, 0.3) : []);
  return {
    type: choose.chance(depth === 0 ? 0.7 : 0.4) ? 'permit' : 'deny',
    period: choose.chance(share) ? interval(choose, now) : null,
    actors: list(ACTORS),
    purposes: list(PURPOSES),
    labels: choose.chance(0.4) ? choose.few(LABELS, 0.15) : [],
    dataPeriod: choose.chance(share / 2) ? interval(choose, now) : null,
    data: list(REFERENCES).map((reference) => ({ meaning: choose.one(DATA_MEANINGS), reference })),
    classes: list(CLASSES),
    codes: list(['a', 'b', 'c']).map((code) => ({
      system: choose.one(['urn:codes', 'urn:other', null]),
      code,
    })),
    provisions:
      depth === 2 ? [] : Array.from({ length: choose.number(4) }, () => generateRule(choose, now, depth + 1)),
    ...(choose.chance(0.08) ? { inPart: true } : {}),
  };
}

function interval(choose: Chooser, now: number): Interval {
  const from = choose.one([Number.NEGATIVE_INFINITY, now - 400 * DAY, now - DAY, now, now + 1]);
  const until = choose.one([Number.POSITIVE_INFINITY, now + DAY, now, now - 1]);
  return from <= until ? { from, until } : { from: until, until: from };
}
