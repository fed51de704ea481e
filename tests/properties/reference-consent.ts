import type { Consent, Provision } from '../../src/access/consent/consent.ts';
import type { Tie } from '../../src/access/facts.ts';
import { type Asked, isA, LABEL_GROUPS, LABELS_BELOW, textsOf } from './reference-evaluator.ts';
import { spanOf } from './reference-relationships.ts';

/** docs/consent.md once more. NONE, PART and WHOLE of its page, so that the least is the minimum. */
const [NONE, PART, WHOLE] = [0, 1, 2];
const LEVELS = ['U', 'L', 'M', 'N', 'R', 'V'];
const ADMINISTRATIVE = ['CEL', 'VIP', 'EMP', 'TBOO', 'PRS', 'PHY'];
const ORDINARY = ['DEMO', 'DOB', 'GENDER', 'RACE', 'REL', 'MARST', 'IDS'];
const SUBSTANCE_USE = ['ETH', 'SUD', 'ETHUD', 'OPIOIDUD'];
const CODED = ['code', 'medicationCodeableConcept', 'vaccineCode', 'type', 'category', 'class'];
const AUTHORS = 'author recorder performer asserter requester informationSource enterer provider'.split(' ');
const DATED = [
  ...['effective', 'performed', 'occurrence', 'onset', 'serviced'].map(
    (name) => new RegExp(`^${name}(DateTime|Period|Instant|Date)$`),
  ),
  ...'billablePeriod period started start authoredOn date dateTime recordedDate issued created'
    .split(' ')
    .map((name) => new RegExp(`^${name}$`)),
];

type Json = Readonly<Record<string, unknown>>;
type Says = 'permit' | 'deny' | null;

/** "The verdict". */
export function referenceConsent(asked: Asked): {
  readonly permit: boolean;
  readonly consent: string | null;
} {
  const { consents } = asked.facts;
  const broken = consents.filter(
    ({ readable, status }) => !readable && ['active', 'unknown'].includes(status),
  );
  const said = (wanted: Says) =>
    consents.filter(
      ({ status, readable, provision }) =>
        status === 'active' && readable && provision !== null && say(asked, provision, false) === wanted,
    );
  const smallest = (some: readonly Consent[]) => some.map(({ id }) => id).toSorted()[0] ?? null;
  for (const denying of [broken, said('deny')]) {
    if (denying.length > 0) return { permit: false, consent: smallest(denying) };
  }
  const permitting = said('permit');
  if (permitting.length > 0) return { permit: true, consent: smallest(permitting) };
  return { permit: implicitly(asked), consent: null };
}

function implicitly({ overlay, type, ...asked }: Asked): boolean {
  const labels = labelsOf({ overlay, type, ...asked });
  const policy = overlay.settings.implicitConsent;
  if (labels.includes('PART2')) return false;
  if (policy === 'basic-normal') return labels.every((label) => ADMINISTRATIVE.includes(label));
  return policy === 'all-normal' || (policy === 'break-glass-only' && type.name === 'PatientMatch');
}

/** "What a rule says". */
function say(asked: Asked, rule: Provision, isNamedAround: boolean): Says {
  const reach = Math.min(
    ...reaches(asked, rule).map((one) => one ?? WHOLE),
    rule.inPart === true ? PART : WHOLE,
  );
  if (reach === NONE) return null;
  const isNamed = isNamedAround || rule.labels.some((label) => [...SUBSTANCE_USE, 'PART2'].includes(label));
  const exceptions = rule.provisions
    .map((each) => ({
      says: say(asked, each, isNamed),
      kinds: reaches(asked, each).filter((one) => one !== null).length,
    }))
    .filter(({ says }) => says !== null);
  const most = Math.max(...exceptions.map(({ kinds }) => kinds));
  const deciding = exceptions.filter(({ kinds }) => kinds === most).map(({ says }) => says);
  const isUnnamed = rule.type === 'permit' && labelsOf(asked).includes('PART2') && !isNamed;
  const own = isUnnamed ? null : rule.type;
  const says = deciding.length === 0 ? own : deciding.includes('deny') ? 'deny' : 'permit';
  return reach === PART && says === 'permit' ? null : says;
}

/** "Criteria", one each; `null` for one that is not stated. */
function reaches(asked: Asked, rule: Provision): readonly (number | null)[] {
  const { now, type, record } = asked;
  const own = whoAsks(asked);
  const isUntold = !own.some((one) => ['Practitioner', 'Patient', 'RelatedPerson'].includes(typeOf(one)));
  const rowType = type.name === 'PatientMatch' ? 'Patient' : type.name;
  const whole = (holds: boolean) => (holds ? WHOLE : NONE);
  const inPart = (list: readonly string[], holds: boolean) =>
    holds ? WHOLE : list.includes('?') ? PART : NONE;
  const isStated = (list: readonly unknown[], reach: () => number) => (list.length === 0 ? null : reach());
  const references = rule.data.map(({ reference }) => reference);
  return [
    rule.period === null ? null : whole(rule.period.from <= now && now <= rule.period.until),
    isStated(rule.purposes, () => whole(isA(asked, rule.purposes))),
    isStated(rule.actors, () =>
      inPart(
        isUntold ? ['?'] : rule.actors,
        rule.actors.some((one) => own.includes(one)),
      ),
    ),
    isStated(rule.classes, () => whole(rule.classes.includes(rowType))),
    rule.dataPeriod === null ? null : dateReach(asked, rule.dataPeriod),
    isStated(rule.codes, () => Math.max(...rule.codes.map((code) => codeReach(record, code)))),
    isStated(rule.data, () =>
      inPart(
        references,
        rule.data.some((data) => isData(data, `${rowType}/${String(record.id)}`, record)),
      ),
    ),
    isStated(rule.labels, () => labelReach(labelsOf(asked), rule)),
  ];
}

/** "Who asks". */
function whoAsks({ facts, now }: Asked): readonly string[] {
  const isNow = ({ start, end }: Tie) => {
    const [from] = start === null ? [now] : (spanOf(start) ?? [Number.NaN]);
    const [, until] = end === null ? [now, now] : (spanOf(end) ?? [0, Number.NaN]);
    return from <= now && now <= until;
  };
  const own = facts.ties.filter((tie) => tie.kind === 'CARE_TEAM' && isNow(tie));
  return [...facts.actors, ...own.flatMap(({ source }) => (typeOf(source) === 'CareTeam' ? [source] : []))];
}

const typeOf = (reference: string) => reference.split('/')[0] ?? '';

function dateReach({ type, record }: Asked, { from, until }: { from: number; until: number }): number {
  if (['Patient', 'PatientMatch'].includes(type.name)) return NONE;
  const context = objectsIn(record.context)[0]?.period;
  const name = DATED.flatMap((wanted) => Object.keys(record).find((key) => wanted.test(key)) ?? [])[0];
  const dates = context ?? (name === 'start' ? { start: record.start, end: record.end } : record[name ?? '']);
  const [period] = typeof dates === 'string' ? [{ start: dates, end: dates }] : objectsIn(dates);
  if (period === undefined || (period.start === undefined && period.end === undefined)) return PART;
  const first = period.start === undefined ? Number.NEGATIVE_INFINITY : spanOf(String(period.start))?.[0];
  const last = period.end === undefined ? Number.POSITIVE_INFINITY : spanOf(String(period.end))?.[1];
  if (first === undefined || last === undefined) return PART;
  if (last < from || until < first) return NONE;
  return from <= first && last <= until ? WHOLE : PART;
}

function codeReach(record: Json, wanted: { system: string | null; code: string }): number {
  const isIt = ({ system, code }: Json, orNone: boolean) =>
    code === wanted.code &&
    (wanted.system === null || system === wanted.system || (orNone && system === undefined));
  const concepts = CODED.flatMap((name) => objectsIn(record[name]));
  const codings = concepts.flatMap((concept) => objectsIn(concept.coding));
  if (codings.some((coding) => isIt(coding, false))) return WHOLE;
  return everyObject(record).some((one) => isIt(one, true)) ? PART : NONE;
}

function isData({ meaning, reference }: Provision['data'][number], row: string, record: Json): boolean {
  const names = (value: unknown) => everyObject(value).some((one) => one.reference === reference);
  if (meaning === 'authoredby') return AUTHORS.some((name) => names(record[name]));
  return row === reference || (meaning !== 'instance' && names(record));
}

/** "Labels". */
function labelReach(labels: readonly string[], { labels: named, type }: Provision): number {
  const isOrdinary = labels.every((label) => ORDINARY.includes(label));
  const level = labels.includes('V') || labels.includes('PSYTHPN') ? 'V' : isOrdinary ? 'N' : 'R';
  const distance = (name: string) => LEVELS.indexOf(level) - LEVELS.indexOf(name);
  const levels = named.filter((name) => LEVELS.includes(name));
  if (levels.some((name) => (type === 'permit' ? distance(name) <= 0 : distance(name) >= 0))) return WHOLE;
  const isMeant = (label: string) =>
    named.some((name) => !LEVELS.includes(name) && means(name, label, labels.includes('PART2')));
  if (!labels.some(isMeant)) return NONE;
  return labels.every((label) => isMeant(label) || label === 'R' || ADMINISTRATIVE.includes(label))
    ? WHOLE
    : PART;
}

function means(name: string, label: string, isPart2: boolean): boolean {
  const alike = (one: string) => LABEL_GROUPS.find((group) => group.includes(one)) ?? [one];
  const below = [...(LABELS_BELOW[name] ?? []), ...(name === 'SPI' ? ['PSYTHPN'] : [])];
  if (label === 'PART2') return ['PART2', 'SPI', ...SUBSTANCE_USE].includes(name);
  if (name === 'PART2') return isPart2 && SUBSTANCE_USE.includes(label);
  return alike(name).includes(label) || below.some((one) => alike(one).includes(label));
}

const labelsOf = ({ facts, record }: Asked) => [...new Set([...facts.labels, ...textsOf(record.labels)])];

function objectsIn(value: unknown): readonly Json[] {
  return [value].flat().filter((one): one is Json => typeof one === 'object' && one !== null);
}

function everyObject(value: unknown): readonly Json[] {
  return objectsIn(value).flatMap((one) => [one, ...Object.values(one).flatMap(everyObject)]);
}
