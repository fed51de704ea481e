import type { Tie } from '../../src/access/facts.ts';
import type { Asked } from './reference-evaluator.ts';
import { isA, OUTSIDE_STAFF } from './reference-evaluator.ts';

const CARERS = /^(Practitioner|PractitionerRole|Location|CareTeam|Organization)\//;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** docs/access-model.md, "Relationships". */
export function relationshipsOf(asked: Asked): readonly string[] {
  const { actor, facts, overlay, now } = asked;
  const { roles, fhirUser, patient } = actor;
  if (!facts.exists || (patient !== null && patient !== facts.subjectId)) return [];
  const staff = roles.some((role) => !OUTSIDE_STAFF.includes(role));
  const inForce = (kind: Tie['kind'], grace = 0) =>
    facts.ties.filter((tie) => {
      const [from] = tie.start === null ? [now] : (spanOf(tie.start) ?? [Number.NaN]);
      const [, until] = tie.end === null ? [now, now] : (spanOf(tie.end) ?? [0, Number.NaN]);
      return tie.kind === kind && from <= now && now <= until + grace;
    });
  const needsStudy = overlay.settings.researchStudies === 'required' && isA(asked, ['HRESCH']);
  const self = fhirUser === null ? patient === facts.subjectId : fhirUser === `Patient/${facts.subjectId}`;
  const isCare = ({ anchor, end }: Tie) =>
    CARERS.test(anchor) && (end === null || !anchor.startsWith('Location/'));
  const treating = inForce('TREATING', overlay.settings.treatingDays * DAY).filter(isCare);
  const proxies = inForce('PROXY').filter(
    ({ anchor }) => anchor === fhirUser && /^RelatedPerson\//.test(anchor),
  );
  return [
    ...(roles.includes('PATIENT') && self ? ['SELF'] : []),
    ...((staff && (!needsStudy || inForce('STUDY').length > 0)) || roles.includes('SYSTEM') ? ['ORG'] : []),
    ...(staff && inForce('CARE_TEAM').some(isCare) ? ['CARE_TEAM'] : []),
    ...(staff && treating.length > 0 ? ['TREATING'] : []),
    ...(roles.includes('PROXY') ? proxies.flatMap((tie) => proxyOf(asked, tie)) : []),
  ];
}

/** "Minors and their proxies". */
function proxyOf({ facts, overlay: { settings }, now }: Asked, tie: Tie): readonly string[] {
  const [least, most] = possibleAges(facts.birthDate, facts.deceasedDate, now);
  if (tie.diminishedCapacity === true) return ['PROXY'];
  if (most >= settings.adultAge && tie.authorisation !== true) return [];
  const { from, to } = settings.proxyLimited;
  return most >= from && least <= to ? ['PROXY_LIMITED'] : ['PROXY'];
}

/** Completed years, the fewest and the most that are possible. */
function possibleAges(birth: string | null, death: string | null, now: number): readonly [number, number] {
  const born = birth === null ? null : spanOf(birth);
  if (born === null) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const isTold = death !== null && couldDie(born, spanOf(death));
  const died = (isTold ? spanOf(death) : null) ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // A calendar date is that of the place; an instant may be another day there.
  const isDate = died[0] < died[1];
  const earliest = isDate && died[0] <= now ? died[0] : Math.min(now, died[0]) - 12 * HOUR;
  const latest = isDate ? Math.min(died[1], now + 14 * HOUR) : Math.min(now, died[1]) + 14 * HOUR;
  const isDeathUnknown = death !== null && !isTold;
  return [isDeathUnknown ? 0 : yearsFrom(born[1], earliest), yearsFrom(born[0], latest)];
}

/** Whether a date can be read, and wherever on earth is not all before the birth. */
function couldDie(born: readonly [number, number], died: readonly [number, number] | null): boolean {
  if (died === null) return false;
  const [first, last] = died;
  return born[0] <= (first === last ? last + 14 * HOUR : last);
}

function yearsFrom(born: number, at: number): number {
  const [birth, day] = [new Date(born), new Date(at)];
  const years = day.getUTCFullYear() - birth.getUTCFullYear();
  const birthday = new Date(Date.UTC(day.getUTCFullYear(), birth.getUTCMonth(), birth.getUTCDate()));
  const isMoved = birthday.getUTCMonth() !== birth.getUTCMonth();
  return day.getTime() < birthday.getTime() - (isMoved ? DAY : 0) ? years - 1 : years;
}

/** The first and the last millisecond a FHIR date may mean; `null`: it cannot be read. */
export function spanOf(text: string): readonly [number, number] | null {
  const [whole, year, month, day, time] = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(T.*)?)?)?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const instant = Date.parse(time === undefined || /(Z|[+-]\d\d:\d\d)$/.test(time) ? text : `${text}Z`);
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  const first = Date.UTC(y, m - 1, d);
  const isDay = new Date(first).getUTCDate() === d && new Date(first).getUTCMonth() === m - 1;
  if (Number.isNaN(instant) || !isDay) return null;
  if (time !== undefined) return [instant, instant];
  const next =
    day !== undefined
      ? Date.UTC(y, m - 1, d + 1)
      : month !== undefined
        ? Date.UTC(y, m, 1)
        : Date.UTC(y + 1, 0, 1);
  return [first, next - 1];
}
