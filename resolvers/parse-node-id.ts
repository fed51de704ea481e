import { BadUserInputError } from '../src/errors.ts';
import { isFhirId } from '../src/fhir-id.ts';

/** A FHIR reference taken apart. */
export interface NodeId {
  readonly type: string;
  /** Logical id. */
  readonly id: string;
}

const TYPE_NAME = /^[A-Z][A-Za-z]{1,63}$/;

/**
 * `Type/id`. A bare id is refused, since logical ids are unique per type only.
 * @throws BadUserInputError, without the text it was given
 */
export function parseNodeId(text: string): NodeId {
  const slash = text.indexOf('/');
  const type = text.slice(0, Math.max(slash, 0));
  const id = text.slice(slash + 1);
  if (!TYPE_NAME.test(type) || !isFhirId(id)) {
    throw new BadUserInputError('expected a FHIR reference in the form Type/id');
  }
  return Object.freeze({ type, id });
}

/**
 * Logical id out of `Type/id` or a bare logical id, for a root field of that type.
 * @throws BadUserInputError, without the text it was given
 */
export function parseTypedId(type: string, text: string): string {
  if (!text.includes('/')) {
    if (isFhirId(text)) return text;
    throw new BadUserInputError(`expected a logical id or ${type}/id`);
  }
  const node = parseNodeId(text);
  if (node.type !== type) throw new BadUserInputError(`expected a reference to ${type}`);
  return node.id;
}
