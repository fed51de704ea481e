import { isUtf8 } from 'node:buffer';
import { isObject } from '../fhir/fhir-json.ts';
import type { SkipCode } from '../fhir/skip-reason.ts';

export type ParsedObject =
  | { readonly value: Record<string, unknown> }
  | { readonly skip: Extract<SkipCode, 'NOT_UTF8' | 'NOT_JSON' | 'NOT_A_RESOURCE'> };

/** A JSON object from its bytes, or why not. What the parser says is not passed on: it quotes the text. */
export function parseJson(bytes: Buffer): ParsedObject {
  if (!isUtf8(bytes)) return { skip: 'NOT_UTF8' };
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) ? { value } : { skip: 'NOT_A_RESOURCE' };
  } catch {
    return { skip: 'NOT_JSON' };
  }
}
