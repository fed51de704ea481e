import { isJson, type Json } from '../is-json.ts';

/** FHIR dateTime down to its day: the time of day says nothing to a reader of a summary. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})T[\d:.]+(Z|[+-]\d{2}:\d{2})?$/;

/** A selected value as text of a line of evidence; empty for none. Sources select few kinds, and each has its form. */
export function renderValue(value: unknown): string {
  if (typeof value === 'string') return (MOMENT.exec(value)?.[1] ?? value).trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(renderValue).filter(isSaid).join(', ');
  return isJson(value) ? renderObject(value) : '';
}

/**
 * A concept by its text, else its first coding, a state by its code first; a quantity with its comparator and unit; a span
 * from … to; anything else by its parts.
 */
function renderObject(value: Json): string {
  if ('codings' in value || 'display' in value) {
    const coded = firstCoding(value.codings);
    const told = isStatus(value.codings) ? [coded, value.text] : [value.text, coded];
    return [...told, value.display, value.code].map(renderValue).find(isSaid) ?? '';
  }
  if ('low' in value || 'high' in value) return renderRange(value);
  if ('unit' in value) return [measureOf(value), renderValue(value.unit)].filter(isSaid).join(' ');
  if ('start' in value || 'end' in value) {
    return [value.start, value.end].map(renderValue).filter(isSaid).join(' to ');
  }
  return Object.values(value).map(renderValue).filter(isSaid).join(' ');
}

function renderRange({ low, high, text }: Json): string {
  const bounds = [low, high].map(renderValue);
  if (bounds.every(isSaid)) {
    const unit = isJson(high) ? renderValue(high.unit) : '';
    const least = isJson(low) ? measureOf(low) : '';
    const most = isJson(high) ? measureOf(high) : '';
    return `${least} - ${most} ${unit}`.trim();
  }
  if (isSaid(bounds[0] ?? '')) return `>= ${bounds[0]}`;
  if (isSaid(bounds[1] ?? '')) return `<= ${bounds[1]}`;
  return renderValue(text);
}

/** `<20`: FHIR R4 Quantity.comparator is a modifier; without it a bound reads as a value. */
function measureOf({ comparator, value }: Json): string {
  const number = renderValue(value);
  return isSaid(number) ? `${renderValue(comparator)}${number}` : '';
}

/** Sources select of a state its codes, and no words for people. */
function isStatus(codings: unknown): boolean {
  return Array.isArray(codings) && codings.every((coding) => isJson(coding) && !('display' in coding));
}

function firstCoding(codings: unknown): unknown {
  if (!Array.isArray(codings)) return null;
  const coding: unknown = codings.find(isJson);
  return isJson(coding) ? (coding.display ?? coding.code) : null;
}

function isSaid(text: string): boolean {
  return text !== '';
}
