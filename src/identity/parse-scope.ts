/**
 * One resource scope of SMART App Launch 2.2 (https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html):
 *
 *     context "/" type "." permissions [ "?category=" system "|" code *( "&category=" system "|" code ) ]
 */
export interface Scope {
  readonly context: 'patient' | 'user' | 'system';
  /** A FHIR type, or `*` for any. */
  readonly type: string;
  /** In order and not empty: some of `cruds`. */
  readonly permissions: string;
  /** A row MUST have all of them; empty: any row. Sorted, without duplicates. */
  readonly categories: readonly ScopeCategory[];
}

export interface ScopeCategory {
  readonly system: string;
  readonly code: string;
}

/** Longer ones say nothing that the schema could know. */
const MAX_LENGTH = 1_024;

const RESOURCE_SCOPE = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]{0,63})\.([a-z]+|\*)(?:\?(.+))?$/;
const IN_ORDER = /^(?=.)c?r?u?d?s?$/;

/** SMART App Launch 1; these take no parameters. */
const VERSION_1: ReadonlyMap<string, string> = new Map([
  ['read', 'rs'],
  ['write', 'cud'],
  ['*', 'cruds'],
]);

/** Printable ASCII without what FHIR search gives a meaning of its own: `,` `|` `$` `\` (R4 search, escaping). */
const SYSTEM = /^[\x21-\x7e]+$/;
const RESERVED = /[,|$\\]/;

/**
 * `null` for anything else: other parameters, modifiers, chaining, letters out of order, an unknown context. A
 * parameter that is not understood MUST NOT be left away: without it the scope would reach further.
 */
export function parseScope(text: string): Scope | null {
  if (text.length > MAX_LENGTH) return null;
  const [, context, type = '', letters = '', parameters] = RESOURCE_SCOPE.exec(text) ?? [];
  if (context !== 'patient' && context !== 'user' && context !== 'system') return null;
  const version1 = VERSION_1.get(letters);
  if (version1 === undefined && !IN_ORDER.test(letters)) return null;
  if (version1 !== undefined && parameters !== undefined) return null;
  const categories = parameters === undefined ? [] : readCategories(parameters);
  if (categories === null) return null;
  return Object.freeze({ context, type, permissions: version1 ?? letters, categories });
}

/** The one way to write a scope: two texts that mean the same become the same. */
export function scopeText({ context, type, permissions, categories }: Scope): string {
  const parameters = categories.map(({ system, code }) => `category=${escaped(system)}|${escaped(code)}`);
  return `${context}/${type}.${permissions}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
}

const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('&', '%26');

function readCategories(parameters: string): readonly ScopeCategory[] | null {
  const found = new Map<string, ScopeCategory>();
  for (const parameter of parameters.split('&')) {
    const category = readCategory(parameter);
    if (category === null) return null;
    found.set(`${category.system}|${category.code}`, category);
  }
  return Object.freeze([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, category]) => category));
}

function readCategory(parameter: string): ScopeCategory | null {
  if (!parameter.startsWith('category=')) return null;
  const value = decoded(parameter.slice('category='.length));
  if (value === null) return null;
  const bar = value.indexOf('|');
  const system = value.slice(0, bar);
  const code = value.slice(bar + 1);
  const plain = [system, code].every((part) => SYSTEM.test(part) && !RESERVED.test(part));
  return bar > 0 && plain ? Object.freeze({ system, code }) : null;
}

/** RFC 3986 §2.1; `null` for a `%` that begins no octet of UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
