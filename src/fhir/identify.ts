import { isFhirId } from '../fhir-id.ts';
import { type FhirObject, textOf } from './fhir-json.ts';
import { derivedId, isFhirTypeName } from './resource-id.ts';
import type { SkipCode } from './skip-reason.ts';

/** One resource as met in the input, before anything is decided about it. */
export interface InputResource {
  readonly resource: Record<string, unknown>;
  readonly fullUrl: string | null;
  /** `request` of a Bundle entry. */
  readonly request: { readonly method: string; readonly url: string } | null;
}

export interface Identity {
  readonly type: string;
  readonly id: string;
  /** The entry deletes the resource it names. */
  readonly deleted: boolean;
}

export type Identified = Identity | { readonly skip: SkipCode; readonly type: string | null };

/** Type and id of an input resource: its own, else the ones a PUT or DELETE names, else derived. */
export function identify(input: InputResource): Identified {
  const method = input.request?.method.toUpperCase() ?? 'PUT';
  const target = targetOf(input.request?.url ?? '');
  if (method === 'DELETE') {
    return target === null ? { skip: 'BAD_ID', type: null } : { ...target, deleted: true };
  }
  const ownType = textOf(input.resource.resourceType);
  const type = ownType !== null && isFhirTypeName(ownType) ? ownType : null;
  if (method !== 'PUT' && method !== 'POST') return { skip: 'NOTHING_TO_STORE', type };
  if (type === null) {
    return { skip: isExportLog(input.resource) ? 'EXPORT_LOG' : 'NOT_A_RESOURCE', type: null };
  }
  const given = input.resource.id;
  if (given === undefined || given === null) {
    const named = method === 'PUT' && target?.type === type ? target.id : null;
    return { type, id: named ?? derivedId(input.fullUrl, JSON.stringify(input.resource)), deleted: false };
  }
  const usable = typeof given === 'string' && isFhirId(given);
  return usable ? { type, id: given, deleted: false } : { skip: 'BAD_ID', type };
}

function targetOf(url: string): { readonly type: string; readonly id: string } | null {
  const [type = '', id = '', ...rest] = url.split('?')[0]?.split('/') ?? [];
  const plain = rest.length === 0 || rest[0] === '_history';
  return plain && isFhirTypeName(type) && isFhirId(id) ? { type, id } : null;
}

/** Lines that bulk export clients write beside the data: https://hl7.org/fhir/uv/bulkdata export logs. */
function isExportLog(value: FhirObject): boolean {
  return 'exportId' in value && 'eventId' in value;
}
