import type { LogEvent } from './log-event.ts';
import { parseScope, scopeText } from './parse-scope.ts';

/** How many of the dropped ones a log line names. */
const NAMED = 5;

/** No blanks and no parameters: anything else may be a sentence about somebody. */
const PLAIN_SCOPE = /^[A-Za-z0-9_:.*/-]{1,64}$/;

/** Words that are no resource scope and mean none: `openid`, `offline_access`, `launch/patient` (SMART App Launch 2.2). */
const NO_RESOURCE = /^(?:[^/]*|launch\/.*)$/s;

/**
 * The resource scopes among the words of a scope claim, sorted, each in its one way of writing. One that cannot be
 * read is dropped whole, with a log line; what is left may be nothing, which is a ceiling of nothing.
 */
export function grantedScopes(words: readonly string[], issuer: string, log: LogEvent): readonly string[] {
  const granted = new Set<string>();
  const dropped: string[] = [];
  for (const word of words) {
    const scope = parseScope(word);
    if (scope !== null) granted.add(scopeText(scope));
    else if (!NO_RESOURCE.test(word)) dropped.push(plainForm(word));
  }
  if (dropped.length > 0) {
    log('scopes_dropped', { issuer, count: dropped.length, scope: dropped.slice(0, NAMED).join(' ') });
  }
  return Object.freeze([...granted].sort());
}

function plainForm(word: string): string {
  const [beforeParameters = '', parameters] = word.split('?', 2);
  if (!PLAIN_SCOPE.test(beforeParameters)) return '(no plain name)';
  return parameters === undefined ? beforeParameters : `${beforeParameters}?…`;
}
