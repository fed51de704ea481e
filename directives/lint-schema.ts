import { MASK_TABLE } from '../src/access/mask-table.ts';
import { checkSdl } from './check-sdl.ts';
import type { Finding } from './finding.ts';
import { SchemaRefusedError } from './finding.ts';
import { directiveDefinition } from './lint/directive-definition.ts';
import { fieldMark } from './lint/field-mark.ts';
import { filterMark } from './lint/filter-mark.ts';
import { grantLabels } from './lint/grant-labels.ts';
import { grantNames } from './lint/grant-names.ts';
import { grantPlace } from './lint/grant-place.ts';
import { grantShadow } from './lint/grant-shadow.ts';
import { grantTies } from './lint/grant-ties.ts';
import { insightSources } from './lint/insight-sources.ts';
import { interfaceAgreement } from './lint/interface-agreement.ts';
import type { LintContext, LintRule } from './lint/lint-rule.ts';
import { maskRule } from './lint/mask-rule.ts';
import { noExtension } from './lint/no-extension.ts';
import { nullability } from './lint/nullability.ts';
import { purposeOrder } from './lint/purpose-order.ts';
import { relayShape } from './lint/relay-shape.ts';
import { rowCategory } from './lint/row-category.ts';
import { subjectSize } from './lint/subject-size.ts';
import { typeMark } from './lint/type-mark.ts';
import { unguardedPath } from './lint/unguarded-path.ts';
import { valueType } from './lint/value-type.ts';
import { vocabularyCodes } from './lint/vocabulary-codes.ts';
import { readAccessModel } from './read-access-model.ts';
import type { Sdl, SdlFile } from './read-sdl.ts';
import type { ReadSchema } from './read-unlinted.ts';

/** What a schema of valid GraphQL must keep beyond GraphQL, in the order findings are told. */
export const LINT_RULES: readonly LintRule[] = Object.freeze([
  rule('extension', 'an auditor reads one declaration per type', noExtension),
  rule('type-mark', 'deny by omission: an unclassified type does not start (design §4)', typeMark),
  rule('relay-shape', 'what escapes classification must be nothing but a connection', relayShape),
  rule('field-mark', 'deny by omission: an unclassified field does not start (design §4)', fieldMark),
  rule('unguarded-path', 'same answer on every path (design promise 2)', unguardedPath),
  rule('nullability', 'a withheld value is null, and its neighbours are not (GraphQL §6.4.4)', nullability),
  rule('interface', 'same answer on every path (design promise 2)', interfaceAgreement),
  rule('row-category', 'several categories on one row: each must be known', rowCategory),
  rule('subject-size', 'which fields were resolved must be recorded (45 CFR 164.312(b))', subjectSize),
  rule('value-type', 'a composite is masked and recorded at the field that owns it', valueType),
  rule('purpose-order', 'purposes match by is-a (HL7 v3-ActReason)', purposeOrder),
  rule('grant-place', 'what looks like policy must be policy (45 CFR 164.514(d)(2))', grantPlace),
  rule('grant-names', 'a grant that names nothing grants nothing', grantNames),
  rule(
    'grant-labels',
    'a label opens by its name, and psychotherapy notes to nobody in an emergency',
    grantLabels,
  ),
  rule('grant-ties', 'a relationship earned by one role must not serve another', grantTies),
  rule('grant-shadow', 'the least mask wins, so a covered grant says nothing', grantShadow),
  rule('mask-rule', 'a mask without a rule would disclose by accident', maskRule),
  rule('filter-mark', 'filtering discloses (design promise 3)', filterMark),
  rule('insight-sources', 'an insight never knows more than its reader (design promise 6)', insightSources),
]);

export interface LintOptions {
  /** Total by default; given in tests of the rule that looks for gaps. */
  readonly maskTable?: LintContext['maskTable'];
}

/**
 * Everything that keeps a schema from being served, with file and line; empty when nothing does. Findings of
 * GraphQL itself, then of the directives' own declarations, hide those that build on them.
 */
export function lintSchema(files: readonly SdlFile[], options: LintOptions = {}): readonly Finding[] {
  return readAndLint(files, options).findings;
}

const CLEAN: unique symbol = Symbol('lint clean');

/** A schema that was linted as it was read and that may be served. `assertLintClean` alone makes one. */
export interface CleanSchema extends ReadSchema {
  readonly [CLEAN]: true;
}

/** @throws SchemaRefusedError with every finding. */
export function assertLintClean(files: readonly SdlFile[]): CleanSchema {
  const { context, findings } = readAndLint(files, {});
  if (context === null || findings.length > 0) throw new SchemaRefusedError(findings);
  const clean: CleanSchema = { sdl: context.sdl, model: context.model, [CLEAN]: true };
  return Object.freeze(clean);
}

/** `context` is `null` where nothing can be read. */
function readAndLint(
  files: readonly SdlFile[],
  options: LintOptions,
): { readonly context: LintContext | null; readonly findings: readonly Finding[] } {
  const checked = checkSdl(files);
  if (checked.sdl === null) return { context: null, findings: checked.findings };
  const words = [...directiveDefinition(checked.sdl), ...vocabularyCodes(checked.sdl)];
  if (words.length > 0) return { context: null, findings: Object.freeze(words) };
  try {
    const context = contextOf(checked.sdl, options);
    const findings = LINT_RULES.flatMap(({ name, check }) =>
      check(context).map((complaint) => Object.freeze({ rule: name, ...complaint })),
    );
    return { context, findings: Object.freeze(findings) };
  } catch (error) {
    // An argument that GraphQL accepts and a directive does not, such as an empty name.
    if (error instanceof SchemaRefusedError) return { context: null, findings: error.findings };
    throw error;
  }
}

function contextOf(sdl: Sdl, options: LintOptions): LintContext {
  const model = readAccessModel(sdl);
  return { sdl, schema: sdl.schema, model, maskTable: options.maskTable ?? MASK_TABLE };
}

function rule(name: string, reason: string, check: LintRule['check']): LintRule {
  return Object.freeze({ name, reason, check });
}
