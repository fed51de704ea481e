import type { OperationRecord, RecordedInsight } from '../operation-record.ts';
import type { Agent, Coding, Concept, Reference } from './audit-event.ts';
import { ACT_REASON, AGENT_TYPE, PHIELD } from './codes.ts';
import { fhirText, uriPart } from './fhir-text.ts';
import { named } from './references.ts';

/** Where the events come from, and what the record itself does not tell. */
export interface ExportSite {
  /** Name of the gateway: the log's origin. */
  readonly gateway: string;
  /** Whether a client is run by an organisation other than the tenant's. */
  readonly isThirdParty: (client: string) => boolean;
}

/** The gateway, as `source.observer` and wherever it is an agent: the same value (BALP val-audit-source). */
export function observer({ gateway }: ExportSite): Reference {
  const name = fhirText(gateway);
  return { identifier: { system: `${PHIELD}:gateway`, value: name }, display: name };
}

export function serverAgent(type: Coding, site: ExportSite): Agent {
  return {
    type: { coding: [type] },
    who: observer(site),
    requestor: false,
    network: { address: fhirText(site.gateway), type: '1' },
  };
}

/** BALP wants the network of every client; the ledger has the keyed hash of its prefix alone. */
export function clientAgent(type: Coding, { tenant, client, network }: OperationRecord): Agent {
  return {
    type: { coding: [type] },
    who: named('client', tenant, client ?? 'unknown'),
    requestor: false,
    network: { address: `${PHIELD}:network:${uriPart(network ?? 'unknown')}`, type: '5' },
  };
}

/** The person or system; none where nobody was authenticated. */
export function userAgent(type: Coding, record: OperationRecord, purpose: string | null): readonly Agent[] {
  if (record.actor === null) return [];
  return [
    {
      type: { coding: [type] },
      ...(record.roles.length > 0 && { role: record.roles.map((role) => ({ text: fhirText(role) })) }),
      who: named('actor', record.tenant, record.actor),
      requestor: true,
      ...(record.policyVersion !== '' && { policy: [`${PHIELD}:policy:${uriPart(record.policyVersion)}`] }),
      ...(purpose !== null && { purposeOfUse: [purposeConcept(purpose)] }),
    },
  ];
}

/** The tenant, on whose behalf it happened and who keeps the record. */
export function organizationAgent({ tenant }: OperationRecord): Agent {
  const name = fhirText(tenant ?? 'unknown');
  return {
    type: { coding: [AGENT_TYPE.organization] },
    who: { identifier: { system: `${PHIELD}:tenant`, value: name }, display: name },
    requestor: false,
  };
}

/** The model behind its guardrail that an insight's sources were sent to. */
export function modelAgent({ model, guardrail }: RecordedInsight): Agent {
  return {
    type: { coding: [AGENT_TYPE.destination] },
    who: { identifier: { system: `${PHIELD}:model`, value: fhirText(model) }, display: fhirText(model) },
    requestor: false,
    network: { address: `${PHIELD}:guardrail:${uriPart(guardrail)}`, type: '5' },
  };
}

export function purposeConcept(purpose: string): Concept {
  if (!/^[A-Z]{2,16}$/.test(purpose)) return { text: fhirText(purpose) };
  return { coding: [{ system: ACT_REASON, code: purpose }] };
}
