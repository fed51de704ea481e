import { BadUserInputError } from '../../src/errors.ts';
import type { CodeableConcept } from '../../src/generated/resolver-types.ts';
import { readCode, readUri } from './read-element.ts';

/** A code sought. `system` undefined: any; `null`: one that names none. `code` null: every code of the system. */
export interface CodeToken {
  readonly system: string | null | undefined;
  readonly code: string | null;
}

/**
 * FHIR token search (https://hl7.org/fhir/R4/search.html#token): `code`, `system|code`, `|code` or `system|`.
 * One token: no list, no modifier.
 *
 * @throws BadUserInputError for anything else; the value MUST NOT stand in it.
 */
export function parseCodeToken(text: string): CodeToken {
  const [first = '', second, ...more] = text.split('|');
  if (more.length > 0) throw refused();
  if (second === undefined) return { system: undefined, code: codeOf(first) };
  if (first === '') return { system: null, code: codeOf(second) };
  if (readUri(first) === null) throw refused();
  return { system: first, code: second === '' ? null : codeOf(second) };
}

/** Whether a concept that the actor could read bears the code. Codes and systems are compared as they are written. */
export function bearsCode(concept: CodeableConcept | null, { system, code }: CodeToken): boolean {
  return (concept?.codings ?? []).some(
    (coding) => (system === undefined || coding.system === system) && (code === null || coding.code === code),
  );
}

function codeOf(text: string): string {
  const code = readCode(text);
  if (code === null) throw refused();
  return code;
}

function refused(): BadUserInputError {
  return new BadUserInputError('a code is sought that is no FHIR token');
}
