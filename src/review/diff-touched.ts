import type { DocumentNode } from 'graphql';
import { Kind, parse, validate } from 'graphql';
import { footprintInsights } from '../documents/footprint-insights.ts';
import { FootprintWalk } from '../documents/footprint-walk.ts';
import { insightSources } from './diff-declarations.ts';
import type { DiffSide } from './diff-side.ts';

/** An approved operation of a client. */
export interface ReviewedDocument {
  /** Client and operation, or where it stands. */
  readonly name: string;
  /** GraphQL source. */
  readonly text: string;
}

/** What runs on a coordinate: approved documents and insights, on either side. */
export interface Touched {
  readonly documents: readonly string[];
  readonly insights: readonly string[];
}

/** Tells what a change of a coordinate, or of a part of its value, touches. */
export function touchedBy(
  old: DiffSide,
  now: DiffSide,
  documents: readonly ReviewedDocument[],
): (coordinates: readonly string[]) => Touched {
  const sides = [old, now];
  const readers = documents.map(({ name, text }) => ({
    name,
    reads: new Set(sides.flatMap((side) => readBy(side, text))),
  }));
  const sources = sides.flatMap((side) => [...insightSources(side)]);
  const insights = [...new Set(sources.map(([insight]) => insight))].map((name) => ({
    name,
    reads: new Set([name, ...sources.flatMap(([insight, reads]) => (insight === name ? reads : []))]),
  }));
  return (coordinates) => {
    const asked = [...new Set(coordinates.flatMap((coordinate) => COORDINATE.exec(coordinate)?.[0] ?? []))];
    const readingAny = (all: readonly { name: string; reads: ReadonlySet<string> }[]) =>
      all.filter(({ reads }) => asked.some((coordinate) => reads.has(coordinate))).map(({ name }) => name);
    return { documents: readingAny(readers), insights: readingAny(insights) };
  };
}

/** Before the path of a part, or words about it. */
const COORDINATE = /^\w+\.\w+(\(\w+:\))?/;

/** What a document can resolve on one side; nothing where it does not fit. */
function readBy({ sdl, model }: DiffSide, text: string): readonly string[] {
  const document = parsed(text);
  if (document === null || validate(sdl.schema, document).length > 0) return [];
  const walk = new FootprintWalk(sdl.schema, model, footprintInsights(sdl.schema));
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk.operation(document, definition);
  }
  return [...walk.coordinates, ...[...walk.filters].map(({ coordinate }) => coordinate)];
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text, { noLocation: true });
  } catch {
    return null;
  }
}
