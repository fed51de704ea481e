import { decodeSegment } from './decode-segment.ts';
import { type Fault, readFaults } from './faults.ts';
import { WireError } from './wire-error.ts';

/** The engine behind this server: it quotes, orders and counts, and is named so. */
export const LOCAL_MODEL = 'phield-extractive';

const ARN =
  /^arn:aws[a-z-]*:bedrock:[a-z0-9-]{0,20}:\d{0,12}:(?:foundation-model|inference-profile|application-inference-profile|provisioned-model)\//;

/**
 * @param segment of the path, still URL-encoded: a model id or an ARN that ends with one
 * @returns the faults it asks for
 * @throws WireError ValidationException for a model there is none of.
 */
export function findModel(segment: string): readonly Fault[] {
  const [name, suffix, ...rest] = decodeSegment(segment).replace(ARN, '').split(':');
  const faults = suffix === undefined ? [] : readFaults(suffix);
  if (name !== LOCAL_MODEL || rest.length > 0 || faults === null) {
    throw new WireError('ValidationException', 'The provided model identifier is invalid.');
  }
  return faults;
}
