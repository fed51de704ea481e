import type { Source } from './check.ts';
import type { Cover, CoverLink, CoverSpan } from './cover.ts';
import type { Word } from './read-words.ts';

/** What a sentence says of one record: all its spans stand in each of `sources`. */
export interface RecordGroup {
  /** Indexes of the sources that say all of it. */
  readonly sources: readonly number[];
  readonly spans: readonly CoverSpan[];
  readonly links: readonly CoverLink[];
  /** `head`, `prose`, the label of a value, or `value` and its place in the line. */
  readonly kinds: ReadonlySet<string>;
  /** Lower case name of the record, where the sentence says it here or said it of an earlier record of a list. */
  readonly head: string | null;
  /** Whether it goes on with a list of records of one name. */
  readonly continues: boolean;
}

/**
 * Puts spans together that one record says; a value, a date or a status belongs to the name before it, never to
 * another record's. `null`: a span stands beside words it has nothing to do with.
 */
export function groupSpans(
  { spans, links }: Cover,
  words: readonly Word[],
  sources: readonly Source[],
): readonly RecordGroup[] | null {
  const groups: RecordGroup[] = [];
  let group: RecordGroup | null = null;
  let end = 0;
  for (const span of spans) {
    const joint = jointBefore(span, end, words, links);
    end = span.to;
    const kinds = kindsOf(span, sources);
    const at = [...new Set(span.matches.map(({ source }) => source))];
    if (group === null) {
      group = newGroup(span, at, kinds, headOf(span, sources), joint.links);
      continue;
    }
    if ((kinds.has('prose') || group.spans.at(-1)?.matches[0]?.part.kind === 'prose') && !joint.strong) {
      if (!isHeader(group, kinds)) return null;
    }
    const shared: readonly number[] = group.sources.filter((source) => at.includes(source));
    const isRepeated = [...kinds].some((kind) => kind !== 'prose' && group?.kinds.has(kind));
    if (shared.length > 0 && !isRepeated && !joint.separator) {
      group = {
        ...group,
        sources: shared,
        spans: [...group.spans, span],
        links: [...group.links, ...joint.links],
        kinds: new Set([...group.kinds, ...kinds]),
        head: group.head ?? headOf(span, sources),
      };
      continue;
    }
    if (!joint.strong && (saysCue(group.spans, sources) || saysCue([span], sources))) return null;
    if (!joint.parted) return null;
    groups.push(group);
    const head: string | null = group.head;
    if (kinds.has('head') || kinds.has('prose')) {
      group = newGroup(span, at, kinds, headOf(span, sources), joint.links);
      continue;
    }
    const named: readonly number[] = at.filter(
      (source) => head !== null && sources[source]?.reading.head === head,
    );
    if (named.length === 0) return null;
    group = { ...newGroup(span, named, kinds, head, joint.links), continues: true };
  }
  const rest = links.filter(({ from }) => from >= end);
  if (group !== null) groups.push({ ...group, links: [...group.links, ...rest] });
  return groups;
}

interface Joint {
  readonly links: readonly CoverLink[];
  /** A comma, a connective that parts, or more. */
  readonly parted: boolean;
  /** The end of a sentence, a semicolon or a colon. */
  readonly strong: boolean;
  readonly separator: boolean;
}

function jointBefore(
  span: CoverSpan,
  end: number,
  words: readonly Word[],
  links: readonly CoverLink[],
): Joint {
  const between = links.filter(({ from, to }) => from >= end && to <= span.from);
  const separator = between.some(({ role }) => role === 'separator');
  const stretch = words.slice(end, span.from + 1);
  return {
    links: between,
    separator,
    parted: separator || stretch.some(({ gap, key }) => gap >= 1 || key === 'and'),
    strong: stretch.some(({ gap, afterColon }) => gap >= 2 || afterColon),
  };
}

function newGroup(
  span: CoverSpan,
  sources: readonly number[],
  kinds: ReadonlySet<string>,
  head: string | null,
  links: readonly CoverLink[],
): RecordGroup {
  return { sources, spans: [span], links, kinds, head, continues: false };
}

/** Type and date of a note may stand right before its words. */
function isHeader(group: RecordGroup, kinds: ReadonlySet<string>): boolean {
  return kinds.has('prose') && !group.kinds.has('prose') && group.kinds.has('head');
}

/** Values without a label are told apart by where they stand in their line, which is the same for all of a kind. */
function kindsOf({ matches }: CoverSpan, sources: readonly Source[]): ReadonlySet<string> {
  return new Set(
    matches.map(({ source, part }) =>
      part.kind === 'value'
        ? `value ${sources[source]?.reading.parts.indexOf(part)}`
        : (part.label ?? part.kind),
    ),
  );
}

function headOf({ matches }: CoverSpan, sources: readonly Source[]): string | null {
  const head = matches.find(({ part }) => part.kind === 'head');
  return head === undefined ? null : (sources[head.source]?.reading.head ?? null);
}

/** A word that denies or qualifies would reach into the next record, or back into the one before. */
function saysCue(spans: readonly CoverSpan[], sources: readonly Source[]): boolean {
  return spans.some(({ matches }) =>
    matches.some(({ source, from, to }) =>
      (sources[source]?.reading.cues ?? []).some((cue) => cue.from >= from && cue.to <= to),
    ),
  );
}
