import { DENIED, WHOLE } from '../access/decision-table.ts';
import type { Row } from '../access/row.ts';
import type { Json } from '../is-json.ts';
import type { Collected } from './collected.ts';
import type { LeftOut } from './evidence.ts';
import { DATED_BY, WORDS } from './evidence-words.ts';
import { isSilent, saysNotSo, UNSAID_WITH } from './modifiers.ts';
import { renderValue } from './render-value.ts';

/** Day at the beginning of what a dated value renders as. */
const DAY = /\d{4}(-\d{2}(-\d{2})?)?/;

/**
 * What of one row is evidence: its selected values that are whole for the reader and say something.
 * @param selected values by field name, in the order of the sources.
 */
export function collectRow(
  row: Row,
  selected: Json,
): { readonly collected: Collected | null; readonly leftOut: readonly LeftOut[] } {
  const { type, codes, fieldCategories } = row.table;
  const fields = Object.keys(selected)
    .map((name) => type.fields.find((field) => field.name === name))
    .filter((field) => field !== undefined)
    .filter(({ rowType }) => rowType === null);
  const whole = fields.filter(({ index }) => codes[index] === WHOLE);
  const leftOut = fields
    .filter(({ index }) => codes[index] !== WHOLE)
    .map(({ index }): LeftOut => (codes[index] === DENIED ? 'DENIED' : 'MASKED'));
  // What may turn a record's meaning round and cannot be read leaves nothing of the record that can be told.
  if (fields.some(({ index, coordinate }) => codes[index] !== WHOLE && coordinate in UNSAID_WITH))
    return { collected: null, leftOut };

  const rendered = whole
    .map((field) => ({ field, text: renderValue(selected[field.name]) }))
    .filter(({ text }) => text !== '');
  if (rendered.some(({ field: { coordinate }, text }) => saysNotSo(coordinate, text)))
    return { collected: null, leftOut: [...leftOut, 'NOT_SO'] };
  const parts = rendered.flatMap(({ field: { coordinate }, text }) => {
    const words = WORDS[coordinate];
    if (words === null || isSilent(coordinate)) return [];
    return [{ coordinate, text: words === undefined ? text : `${words} ${text}` }];
  });
  if (parts.length === 0) return { collected: null, leftOut: leftOut.length === 0 ? ['EMPTY'] : leftOut };

  const dated = DATED_BY.map((name) => rendered.find(({ field }) => field.name === name)?.text);
  const references = rendered.filter(({ field }) => WORDS[field.coordinate] === null);
  return {
    collected: {
      resourceType: type.name,
      resourceId: row.id,
      date: DAY.exec(dated.find((text) => text !== undefined) ?? '')?.[0] ?? null,
      parts,
      encounters: [
        ...(type.name === 'Encounter' ? [`Encounter/${row.id}`] : []),
        ...references.flatMap(({ text }) => text.split(', ')),
      ],
      categories: sorted(rendered.flatMap(({ field }) => (fieldCategories[field.index] ?? '').split('+'))),
      labels: sorted([...row.subject.facts.labels, ...labelsOf(row.record.labels)]),
    },
    leftOut,
  };
}

function labelsOf(labels: unknown): readonly string[] {
  return Array.isArray(labels) ? labels.map(String) : [];
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== ''))].sort();
}
