import type { Place } from '../src/access/access-model.ts';

/** One thing the schema lint refuses. `place` is where the author has to look. */
export interface Finding {
  /** Name of the rule, such as `unclassified-field`. */
  readonly rule: string;
  readonly message: string;
  readonly place: Place;
  /** `Type`, `Type.field`, `Type.field(arg:)`, `Enum.VALUE` or `@directive`; `null` where none applies. */
  readonly coordinate: string | null;
}

/** The schema is refused: nothing that stands on it may start. */
export class SchemaRefusedError extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(['The schema is refused:', ...findings.map((finding) => `  ${describe(finding)}`)].join('\n'));
    this.name = 'SchemaRefusedError';
    this.findings = Object.freeze([...findings]);
  }
}

/** `file:line: message [rule]`, the form editors and terminals make a link of. */
export function describe(finding: Finding): string {
  return `${finding.place.file}:${finding.place.line}: ${finding.message} [${finding.rule}]`;
}
