import { getNamedType, isInputObjectType } from 'graphql';
import type { InputSlot } from '../input-slots.ts';
import { inputSlots } from '../input-slots.ts';
import { readPhi } from '../phi.ts';
import { placeOf } from '../place-of.ts';
import { filteredFields } from '../read-filters.ts';
import type { Complaint, LintContext } from './lint-rule.ts';

/**
 * What does not filter by a value: Relay's slices and the handle of a row, each with the types it may have,
 * so that nothing else goes by that name; a choice of categories, which grants decide about anyway; of registered
 * documents the client they are for and their status, which are nobody's health; and of what was found in the ledger how
 * far it has come, how severe it is and what found it.
 */
const NO_FILTER: Readonly<Record<string, readonly string[]>> = Object.freeze({
  first: ['Int'],
  last: ['Int'],
  after: ['String', 'ID'],
  before: ['String', 'ID'],
  id: ['ID'],
  ids: ['ID'],
  category: ['PhiCategory'],
  categories: ['PhiCategory'],
  client: ['String'],
  status: ['DocumentStatus'],
  state: ['FindingState', 'OversightState'],
  severity: ['FindingSeverity'],
  detector: ['String'],
});

/**
 * What filters or sorts rows tells about them, to somebody who may not see the field. So every argument of
 * a query and every field of its inputs is marked `@phi`, and it can be told which field of the rows it is
 * about: that field's grants are what using it needs. The parts of a marked argument are marked with it.
 */
export function filterMark(context: LintContext): readonly Complaint[] {
  return inputSlots(context.schema)
    .filter((slot) => slot.filters)
    .flatMap((slot) => {
      const message = wrongFilter(context, slot);
      const { coordinate, definition } = slot;
      return message === null
        ? []
        : [{ place: placeOf(definition.astNode), coordinate, message: `${coordinate} ${message}` }];
    });
}

function wrongFilter({ schema, model }: LintContext, slot: InputSlot): string | null {
  const { definition, rowTypes } = slot;
  // What is no patient's data tells nothing by being found. A mark then says that the argument itself names a
  // patient, and keeps it out of URLs.
  if (slot.open) return null;
  const type = getNamedType(definition.type);
  const phi = readPhi(schema, definition.astNode);
  if (phi === null) {
    if (slot.covered) return null;
    if (isInputObjectType(type) || NO_FILTER[definition.name]?.includes(type.name)) return null;
    return 'may filter or sort by a PHI field and is not marked @phi.';
  }
  if (rowTypes.size > 1) {
    return `filters rows of several types (${[...rowTypes].join(', ')}), which may differ in their grants.`;
  }
  if (rowTypes.size === 0 || filteredFields(slot, phi, model.types).length > 0) return null;
  return `does not tell which field of ${[...rowTypes].join()} it filters by: give it that field's name, identifier or element.`;
}
