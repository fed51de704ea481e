import { isUtf8 } from 'node:buffer';
import { isObject } from '../fhir/fhir-json.ts';
import type { SkipCode } from '../fhir/skip-reason.ts';

export type ParsedObject =
  | { readonly value: Record<string, unknown> }
  | { readonly skip: Extract<SkipCode, 'NOT_UTF8' | 'NOT_JSON' | 'NOT_A_RESOURCE' | 'TOO_DEEP'> };

/** Levels of nesting that are read; FHIR resources have some fifteen. Deeper ones would exhaust the stack. */
const MAX_DEPTH = 100;

/** A JSON object from its bytes, or why not. What the parser says is not passed on: it quotes the text. */
export function parseJson(bytes: Buffer): ParsedObject {
  if (!isUtf8(bytes)) return { skip: 'NOT_UTF8' };
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (!isObject(value)) return { skip: 'NOT_A_RESOURCE' };
    return isDeeper(value, MAX_DEPTH) ? { skip: 'TOO_DEEP' } : { value };
  } catch {
    return { skip: 'NOT_JSON' };
  }
}

function isDeeper(value: object, levels: number): boolean {
  if (levels === 0) return true;
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && isDeeper(inner, levels - 1)) return true;
  }
  return false;
}
