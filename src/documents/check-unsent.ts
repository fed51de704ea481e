import { PhieldError } from '../errors.ts';
import { checkText, type DocumentCheck } from './check-document.ts';
import { DOCUMENT_LIMITS } from './document-limits.ts';
import { isWithinLimits } from './limit-document.ts';
import type { ManifestEntry } from './manifest-entry.ts';

/** A document as far as it can be told before it is sent to a gateway, whose schema may be another than the one here. */
export function checkUnsent(entry: ManifestEntry): DocumentCheck {
  const result = checkText(entry, DOCUMENT_LIMITS.tokens);
  if ('findings' in result || isWithinLimits(result.checked.document)) return result;
  const { message } = new PhieldError('OPERATION_TOO_COMPLEX', 'depth or size of the document');
  return { findings: [{ id: entry.id, place: entry.place, message }] };
}
