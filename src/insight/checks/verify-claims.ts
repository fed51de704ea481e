import type { EvidenceItem } from '../evidence.ts';
import type { CheckContext, Source } from './check.ts';
import type { Cover, CoverLink } from './cover.ts';
import type { RecordGroup } from './group-spans.ts';
import { keysOf } from './read-item.ts';
import type { Word } from './read-words.ts';

/** When something was found or done. */
const DATES: ReadonlySet<string> = new Set(['effective', 'performed', 'occurrence', 'authored', 'recorded']);
/** Said of a record, it is not so, or no longer. http://hl7.org/fhir/R4/valueset-condition-clinical.html and others. */
const NOT_CURRENT =
  /^(?:resolved|inactive|remission|refuted|entered-in-error|not-done|stopped|cancelled|on-hold|unconfirmed|provisional|differential|ended|draft|proposed|abandoned|noshow)$/;
/** A course of medicine that is completed is over; a completed vaccination is done. */
const OVER_WHEN_COMPLETED: ReadonlySet<string> = new Set(['MedicationRequest', 'MedicationStatement']);
const STATUSES: ReadonlySet<string> = new Set(['status', 'clinical status', 'verification status']);

/** Whether each record's group says what may be said of it, and each connective that claims something is right. */
export function verifyClaims(
  groups: readonly RecordGroup[],
  cover: Cover,
  words: readonly Word[],
  sources: readonly Source[],
  context: CheckContext,
): boolean {
  const used = new Set(groups.flatMap((group) => group.sources));
  const counts = cover.links.filter(({ role }) => role === 'count');
  if (!counts.every(({ from }) => words[from]?.key === String(sources.length))) return false;
  const cited = new Set(
    groups.flatMap(({ spans }) => spans.flatMap(({ matches }) => matches)).map(({ source }) => source),
  );
  if (counts.length === 0 && cited.size < sources.length) return false;
  return (
    used.size > 0 &&
    groups.every(
      (group, index) =>
        standsAlone(group) &&
        tellsState(group, sources) &&
        group.links.every((link) => isRight(link, group, sources, context)) &&
        (!group.continues || continuesWell(groups[index - 1], group, sources)),
    )
  );
}

function standsAlone({ spans, head }: RecordGroup): boolean {
  return head !== null || spans.some(({ matches }) => matches.some((match) => match.standsAlone));
}

/** A record that is no longer so is not named without saying that. */
function tellsState({ sources, spans, kinds }: RecordGroup, all: readonly Source[]): boolean {
  if (!kinds.has('head')) return true;
  const said = new Set(spans.flatMap(({ matches }) => matches.map(({ part }) => part)));
  return sources.some((index) => {
    const source = all[index];
    return source?.reading.parts.every((part) => {
      if (part.label === null || !STATUSES.has(part.label) || said.has(part)) return true;
      const value = statusText(source, part.from + part.labelWords, part.to);
      const over = value === 'completed' && OVER_WHEN_COMPLETED.has(source.item.resourceType);
      return !over && !NOT_CURRENT.test(value);
    });
  });
}

function statusText({ reading, item }: Source, from: number, to: number): string {
  const first = reading.words[from];
  const last = reading.words[to - 1];
  return first === undefined || last === undefined
    ? ''
    : item.text.slice(first.start, last.end).toLowerCase();
}

/** What a list repeats for each of its records: what was found, and when. */
function isCore(kind: string): boolean {
  return kind.startsWith('value') || DATES.has(kind);
}

/** Each record of a list says the same of itself as the one before; after an arrow time goes on. */
function continuesWell(
  before: RecordGroup | undefined,
  group: RecordGroup,
  sources: readonly Source[],
): boolean {
  if (before === undefined) return false;
  const core = ({ kinds }: RecordGroup) => [...kinds].filter(isCore).sort().join();
  if (core(before) !== core(group)) return false;
  if (!group.links.some(({ role }) => role === 'separator')) return true;
  const [earlier, later] = [before, group].map((one) => sources[one.sources[0] ?? -1]?.item.date ?? null);
  return typeof earlier === 'string' && typeof later === 'string' && earlier <= later;
}

function isRight(
  { role }: CoverLink,
  group: RecordGroup,
  sources: readonly Source[],
  context: CheckContext,
): boolean {
  const cited = group.sources.flatMap((index) => sources[index] ?? []);
  if (role === 'latest') return cited.some((source) => isLatest(source, context));
  if (role === 'above' || role === 'below' || role === 'within') {
    return group.kinds.has('value 1') && cited.every((source) => placeOf(source) === role);
  }
  return true;
}

/** No other record of that name that was collected is newer, and none of its kind was left out. */
function isLatest({ item }: Source, { items, incomplete }: CheckContext): boolean {
  const { date } = item;
  if (date === null || incomplete.has(item.resourceType)) return false;
  const name = nameOf(item);
  return items.every(
    (other) =>
      other.resourceType !== item.resourceType ||
      nameOf(other) !== name ||
      (other.date !== null && other.date <= date),
  );
}

function nameOf({ text }: EvidenceItem): string {
  return (text.split('; ', 1)[0] ?? '').trim().toLowerCase();
}

/** Where a value lies in its own reference range, both in one unit; `null`: it cannot be said. */
function placeOf({ reading: { words, parts } }: Source): 'above' | 'below' | 'within' | null {
  const value = parts.find(({ kind }) => kind === 'value');
  const range = parts.find(({ label }) => label === 'reference range');
  if (value === undefined || range === undefined) return null;
  const [found, ...unit] = keysOf(words, value.from, value.to);
  const [low, dash, high, ...unitOfRange] = keysOf(words, range.from + range.labelWords, range.to);
  if (dash !== '-' || unit.join(' ') !== unitOfRange.join(' ')) return null;
  const [number, least, most] = [found, low, high].map((word) =>
    /^\d+(\.\d+)?$/.test(word ?? '') ? Number(word) : NaN,
  );
  if (number === undefined || least === undefined || most === undefined) return null;
  if (!(least <= most) || Number.isNaN(number)) return null;
  if (number > most) return 'above';
  return number < least ? 'below' : 'within';
}
