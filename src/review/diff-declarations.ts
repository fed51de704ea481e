import { parse, print } from 'graphql';
import { readInsights } from '../../directives/read-insights.ts';
import type { Place, SubjectType } from '../access/access-model.ts';
import { footprintInsights } from '../documents/footprint-insights.ts';
import { FootprintWalk } from '../documents/footprint-walk.ts';
import { type AccessChange, wholeChange } from './access-change.ts';
import type { DiffSide } from './diff-side.ts';

/**
 * What changes whose data is found, by what rows are told apart, what a search reads, and what a model is given: no cell
 * tells of these, and each is about everybody.
 */
export function compareDeclarations(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  return [...compareSubjects(old, now), ...compareFilters(old, now), ...compareInsights(old, now)];
}

function compareSubjects(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  return Object.values(now.model.types).flatMap((after) => {
    const before = old.model.types[after.name];
    if (before === undefined) return [];
    const words: readonly (readonly [string, (type: SubjectType) => string | null])[] = [
      ['@subject(field:)', ({ subjectField }) => subjectField],
      ['@subject(category:)', ({ categoryField }) => categoryField],
    ];
    return words.flatMap(([name, of]) => {
      const [from, to] = [of(before) ?? 'none', of(after) ?? 'none'];
      if (from === to) return [];
      const places = { old: before.place, new: after.place };
      return [wholeChange({ kind: 'WIDENED', coordinate: `${after.name} ${name}`, from, to, ...places })];
    });
  });
}

/** Grants of the same words on another field: what is searched is another value. */
function compareFilters(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  return Object.values(now.model.filters).flatMap((after) => {
    const before = old.model.filters[after.coordinate];
    if (before === undefined) return [];
    return widerOrNarrower(
      after.coordinate,
      'searches',
      before.fields,
      after.fields,
      before.place,
      after.place,
    );
  });
}

function compareInsights(old: DiffSide, now: DiffSide): readonly AccessChange[] {
  const before = new Map(readInsights(old.sdl.schema).map((one) => [one.coordinate, one]));
  const [was, is] = [insightSources(old), insightSources(now)];
  return readInsights(now.sdl.schema).flatMap((insight) => {
    const { coordinate } = insight;
    const known = before.get(coordinate);
    const [from, to] = [placeIn(old, coordinate), placeIn(now, coordinate)];
    const reads = is.get(coordinate) ?? [];
    if (known === undefined) {
      // A new field is told by its cells; one that was there gives its values to a model now.
      if (from === null) return [];
      return widerOrNarrower(coordinate, 'gives a model', [], reads, from, to);
    }
    const words = (['useCase', 'audience', 'review'] as const).flatMap((name) => {
      const values = { from: String(known[name]), to: String(insight[name]) };
      if (values.from === values.to) return [];
      const kind = values.to === 'true' ? 'NARROWED' : 'WIDENED';
      return [
        wholeChange({ kind, coordinate: `${coordinate} @insight(${name}:)`, ...values, old: from, new: to }),
      ];
    });
    const read = widerOrNarrower(coordinate, 'gives a model', was.get(coordinate) ?? [], reads, from, to);
    if (words.length + read.length > 0) return [...words, ...read];
    // The same fields, more or other rows of them.
    if (printed(known.sources) === printed(insight.sources)) return [];
    const told = { coordinate: `${coordinate} @insight(sources:)`, from: 'rows', to: 'other rows' };
    return [wholeChange({ kind: 'WIDENED', ...told, old: from, new: to })];
  });
}

function widerOrNarrower(
  coordinate: string,
  verb: string,
  before: readonly string[],
  after: readonly string[],
  old: Place | null,
  now: Place | null,
): readonly AccessChange[] {
  const added = after.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !after.includes(name));
  const places = { coordinate: `${coordinate} ${verb}`, old, new: now };
  return [
    ...added.map((name) => wholeChange({ kind: 'WIDENED', ...places, from: 'nothing of', to: name })),
    ...gone.map((name) => wholeChange({ kind: 'NARROWED', ...places, from: name, to: 'nothing of' })),
  ];
}

/** PHI coordinates that each insight is written from. */
export function insightSources({ sdl, model }: DiffSide): ReadonlyMap<string, readonly string[]> {
  const insights = footprintInsights(sdl.schema);
  return new Map(
    [...insights].map(([coordinate, insight]) => {
      const walk = new FootprintWalk(sdl.schema, model, new Map());
      walk.sources(insight);
      return [coordinate, [...walk.coordinates].toSorted()];
    }),
  );
}

function placeIn({ model }: DiffSide, coordinate: string): Place | null {
  const [type = ''] = coordinate.split('.');
  return model.types[type]?.fields.find((field) => field.coordinate === coordinate)?.place ?? null;
}

function printed(sources: string): string {
  return print(parse(sources, { noLocation: true }));
}
