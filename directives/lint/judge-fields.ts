import { placeOf } from '../place-of.ts';
import type { OwnedField } from './declared-types.ts';
import type { Complaint } from './lint-rule.ts';

/** Complaints from a judgement of each field: the end of a sentence that begins with its coordinate, or `null`. */
export function judgeFields(
  fields: readonly OwnedField[],
  judge: (owned: OwnedField) => string | null,
): readonly Complaint[] {
  return fields.flatMap((owned) => {
    const message = judge(owned);
    const { coordinate, field } = owned;
    return message === null
      ? []
      : [{ place: placeOf(field.astNode), coordinate, message: `${coordinate} ${message}` }];
  });
}
