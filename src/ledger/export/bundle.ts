import { hash } from 'node:crypto';
import type { AuditEvent } from './audit-event.ts';

/** `batch`: to be posted to an audit repository (IHE ITI-20, ATX: FHIR Feed). `collection`: to be kept or handed on. */
export type BundleType = 'batch' | 'collection';

interface BundleEntry {
  readonly fullUrl: string;
  readonly resource: AuditEvent;
  readonly request?: { readonly method: 'POST'; readonly url: 'AuditEvent' };
}

export interface Bundle {
  readonly resourceType: 'Bundle';
  readonly id: string;
  readonly type: BundleType;
  readonly entry: readonly BundleEntry[];
}

/** Named by what it holds: the same events give the same bundle. */
export function auditBundle(type: BundleType, events: readonly AuditEvent[]): Bundle {
  return {
    resourceType: 'Bundle',
    id: hash('sha256', events.map(({ id }) => id).join('\n'), 'hex').slice(0, 32),
    type,
    entry: events.map((resource) => ({
      fullUrl: `urn:uuid:${uuidOf(resource.id)}`,
      resource,
      ...(type === 'batch' && { request: { method: 'POST', url: 'AuditEvent' } as const }),
    })),
  };
}

/** A UUID of version 8 (RFC 9562 §5.8) made of the event's id: feeding an event twice names it alike. */
function uuidOf(id: string): string {
  const hex = hash('sha256', id, 'hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
