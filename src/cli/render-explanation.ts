import type { Place } from '../access/access-model.ts';
import type {
  DeclaredExplanation,
  ExplainedCategory,
  ExplainedGrant,
  ExplainedRow,
} from '../review/explain-declared.ts';

/** A decision as text: each step in its order, with the grants it left and where they stand. */
export function renderExplanation(explanation: DeclaredExplanation): string {
  const { coordinate, place, roles, purpose, serves, relationship, tenant, policyVersion } = explanation;
  const kinds = serves.filter((one) => one !== purpose);
  const who = [
    roles.join(' and '),
    `for ${purpose}${kinds.length === 0 ? '' : ` (a kind of ${kinds.join(', ')})`}`,
    relationship === null ? 'whatever the relationship' : `tied by ${relationship.join(', ') || 'nothing'}`,
    tenant === null ? 'as the schema declares it' : `at ${tenant}`,
  ];
  return [
    `${coordinate}  ${at(place)}`,
    `${who.join(', ')}; policy ${policyVersion.slice(0, 12)}`,
    ...explanation.rows.flatMap(renderRow),
    '',
  ].join('\n');
}

function renderRow({ category, decision, grant, categories }: ExplainedRow): readonly string[] {
  const { decision: what, mask, reason, grant: id } = decision;
  const by = id === null || grant === null ? `(${reason})` : `by ${id}, ${at(grant)} (${reason})`;
  const outcome = what === 'MASK' ? `MASK ${mask}` : what;
  return ['', `${category}: ${outcome} ${by}`, ...categories.flatMap(renderCategory)];
}

function renderCategory({ category, declared, steps, overlay }: ExplainedCategory): readonly string[] {
  const lines = [`  ${'declared'.padEnd(NAME)} ${counted(declared)} for ${category}`, ...declared.map(line)];
  let before = declared;
  for (const [index, { step, left }] of steps.entries()) {
    // What is gone stays gone, but for what an opened glass brings back.
    if (before.length === 0 && left.length === 0) continue;
    const narrowed =
      step === 'TENANT' && overlay.length > 0 ? `, narrowed by ${overlay.map(at).join(', ')}` : '';
    const isUntouched = isSame(before, left);
    const how = isUntouched ? 'all' : left.length === 0 ? 'none' : `${left.length}`;
    lines.push(`  ${index + 1} ${step.padEnd(NAME - 2)} ${how} left${narrowed}`);
    if (!isUntouched) lines.push(...left.map(line));
    before = left;
  }
  return lines;
}

const NAME = 16;

function line({ id, roles, purposes, relationships, mask, breakGlass, place }: ExplainedGrant): string {
  const what = mask === 'NONE' ? 'whole' : mask;
  const glass = breakGlass ? ', break-glass' : '';
  return `      ${id}: ${roles.join(', ')} for ${purposes.join(', ')} by ${relationships.join(', ')}: ${what}${glass}  ${at(place)}`;
}

function counted(grants: readonly ExplainedGrant[]): string {
  return grants.length === 1 ? '1 grant' : `${grants.length === 0 ? 'no' : grants.length} grants`;
}

function isSame(one: readonly ExplainedGrant[], other: readonly ExplainedGrant[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function at({ file, line: number }: Place): string {
  return `${file}:${number}`;
}
