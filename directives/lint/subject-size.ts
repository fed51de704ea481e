import type { Complaint, LintContext } from './lint-rule.ts';

/** Which fields of a row were resolved is kept as bits of two 31-bit numbers, one bit per PHI field. */
const MOST_FIELDS = 62;

export function subjectSize({ model }: LintContext): readonly Complaint[] {
  return Object.values(model.types)
    .filter((type) => type.fields.length > MOST_FIELDS)
    .map((type) => ({
      place: type.place,
      coordinate: type.name,
      message: `${type.name} has ${type.fields.length} PHI fields; a @subject type may have ${MOST_FIELDS}.`,
    }));
}
