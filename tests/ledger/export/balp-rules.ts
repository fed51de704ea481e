import { z } from 'zod';

/**
 * What IHE BALP 1.1.4 asks of an event beyond R4, written down from its profiles and apart from the code that makes
 * the events: the JSON schema knows no codes, no slices and no invariants.
 */
const Coding = z.object({ system: z.string(), code: z.string(), display: z.string().optional() });
const Concept = z.object({ coding: z.array(Coding).optional(), text: z.string().optional() });
const Who = z.object({
  reference: z.string().optional(),
  identifier: z.object({ system: z.string().optional(), value: z.string() }).optional(),
  display: z.string().optional(),
});
const Agent = z.object({
  type: Concept,
  role: z.array(Concept).optional(),
  who: Who,
  requestor: z.boolean(),
  policy: z.array(z.string()).optional(),
  network: z.object({ address: z.string(), type: z.string() }).optional(),
  purposeOfUse: z.array(Concept).optional(),
});
const Entity = z.object({
  what: Who.optional(),
  type: Coding,
  role: Coding.optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  query: z.string().optional(),
  detail: z.array(z.object({ type: z.string(), valueString: z.string() })).optional(),
});
export const AuditEventJson = z.object({
  resourceType: z.literal('AuditEvent'),
  id: z.string(),
  meta: z.object({ profile: z.array(z.string()) }).optional(),
  type: Coding,
  subtype: z.array(Coding),
  action: z.string(),
  recorded: z.string(),
  outcome: z.string(),
  outcomeDesc: z.string().optional(),
  purposeOfEvent: z.array(Concept).optional(),
  agent: z.array(Agent),
  source: z.object({ site: z.string().optional(), observer: Who, type: z.array(Coding) }),
  entity: z.array(Entity),
});
export type AuditEventJson = z.output<typeof AuditEventJson>;

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const THO = 'http://terminology.hl7.org/CodeSystem';
const BALP = 'https://profiles.ihe.net/ITI/BALP';

export const codeOf = ({ system, code }: { system: string; code: string }) => `${system}#${code}`;
const SOURCE = `${DCM}#110153`;
const DESTINATION = `${DCM}#110152`;
const APPLICATION = `${DCM}#110150`;
const RECIPIENT = `${THO}/v3-ParticipationType#IRCP`;
const PERSON = `${THO}/audit-entity-type#1`;
const OBJECT = `${THO}/audit-entity-type#2`;

interface Rule {
  readonly type: string;
  readonly action: string;
  readonly outcomes: readonly string[];
  readonly subtype: string;
  readonly client: string;
  readonly server: string;
  readonly user: readonly string[];
  readonly patient: boolean;
  /** Least and most entities of type System Object, and their role. */
  readonly objects: readonly [number, number];
  readonly objectRole: string;
}

const rest = { type: `${THO}/audit-event-type#rest`, outcomes: ['0'], user: [RECIPIENT] };
const authors = ['AUT', 'INF', 'CST'].map((code) => `${THO}/v3-ParticipationType#${code}`);
const interaction = (code: string) => `http://hl7.org/fhir/restful-interaction#${code}`;
const domain = `${THO}/object-role#4`;
const read = {
  ...rest,
  action: 'R',
  subtype: interaction('read'),
  client: DESTINATION,
  server: SOURCE,
  objects: [1, 1],
  objectRole: domain,
} as const;
const query = {
  ...rest,
  action: 'E',
  subtype: interaction('search'),
  client: SOURCE,
  server: DESTINATION,
  objects: [1, 1],
  objectRole: `${THO}/object-role#24`,
} as const;
const change = (action: string, code: string) =>
  ({
    ...read,
    action,
    subtype: interaction(code),
    client: SOURCE,
    server: DESTINATION,
    user: authors,
  }) as const;

const RULES: Readonly<Record<string, Rule>> = {
  Read: { ...read, patient: false },
  PatientRead: { ...read, patient: true },
  Query: { ...query, patient: false },
  PatientQuery: { ...query, patient: true },
  Create: { ...change('C', 'create'), patient: false },
  PatientCreate: { ...change('C', 'create'), patient: true },
  Update: { ...change('U', 'update'), patient: false },
  PatientUpdate: { ...change('U', 'update'), patient: true },
  'PrivacyDisclosure.Source': {
    ...read,
    type: `${DCM}#110106`,
    subtype: `${THO}/iso-21089-lifecycle#disclose`,
    patient: true,
    objects: [1, Number.POSITIVE_INFINITY],
  },
  AuthZconsent: {
    type: `${DCM}#110113`,
    action: 'E',
    outcomes: ['0', '8'],
    subtype: `${BALP}/CodeSystem/AuthZsubType#AuthZ-Consent`,
    client: APPLICATION,
    server: `${THO}/extra-security-role-type#authserver`,
    user: [RECIPIENT],
    patient: true,
    objects: [0, 0],
    objectRole: '',
  },
};

/** What is wrong with an event; empty: nothing. */
export function balpFindings(event: AuditEventJson): readonly string[] {
  const findings: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) findings.push(`${event.id}: ${what}`);
  };
  const agents = (type: string) =>
    event.agent.filter((agent) => agent.type.coding?.some((coding) => codeOf(coding) === type) ?? false);
  const entities = (type: string) => event.entity.filter((entity) => codeOf(entity.type) === type);

  for (const entity of event.entity) {
    must(entity.name === undefined || entity.query === undefined, 'sev-1: name and query');
  }
  must(event.agent.length > 0, 'an agent');
  must(
    codeOf(event.source.type[0] ?? { system: '', code: '' }) === `${THO}/security-source-type#4`,
    'source',
  );
  must(event.outcome === '0' || event.outcomeDesc !== undefined, 'why it failed');
  for (const agent of event.agent) {
    must(agent.who.reference !== undefined || agent.who.identifier !== undefined, 'who');
  }
  for (const entity of entities(PERSON)) {
    must(codeOf(entity.role ?? { system: '', code: '' }) === `${THO}/object-role#1`, 'role of the patient');
  }

  const names = event.meta?.profile ?? [];
  if (names.length === 0) return findings;
  const name = names[0]?.replace(`${BALP}/StructureDefinition/IHE.BasicAudit.`, '') ?? '';
  const rule = RULES[name];
  if (rule === undefined) return [`${event.id}: no such profile: ${name}`];

  must(codeOf(event.type) === rule.type, `type ${codeOf(event.type)}`);
  must(event.action === rule.action, `action ${event.action}`);
  must(rule.outcomes.includes(event.outcome), `outcome ${event.outcome}`);
  must(event.subtype.map(codeOf).includes(rule.subtype), 'subtype');
  for (const type of [rule.client, rule.server]) {
    const [agent, more] = agents(type);
    must(agent !== undefined && more === undefined, `one agent ${type}`);
    must(agent?.network !== undefined || type.endsWith('authserver'), `network of ${type}`);
    must(agent?.requestor === false, `requestor of ${type}`);
  }
  const users = rule.user.flatMap(agents);
  must(users.length <= 1, 'one user');
  for (const user of users) must(user.requestor && user.network === undefined, 'the user asks');
  must(entities(PERSON).length === (rule.patient ? 1 : 0), 'patient');
  const objects = entities(OBJECT);
  must(objects.length >= rule.objects[0] && objects.length <= rule.objects[1], `objects: ${objects.length}`);
  for (const object of objects) {
    must(codeOf(object.role ?? { system: '', code: '' }) === rule.objectRole, 'role of the object');
    const isQuery = rule.objectRole.endsWith('#24');
    must((object.what === undefined) === isQuery, 'what of the object');
    must((object.query === undefined) !== isQuery, 'query of the object');
    must(!isQuery || object.detail === undefined, 'no detail on a query');
  }
  if (name === 'AuthZconsent') {
    must(users.length === 1, 'the user');
    must(agents(`${THO}/v3-RoleClass#PROV`).length === 1, 'the organisation');
    const allowed = [PERSON, 'http://hl7.org/fhir/resource-types#Consent'];
    must(
      event.entity.every(({ type }) => allowed.includes(codeOf(type))),
      'entities closed',
    );
    must(entities(allowed[1] ?? '').length > 0, 'a consent');
  } else {
    const [request] = entities(`${BALP}/CodeSystem/BasicAuditEntityType#XrequestId`);
    must((request?.what?.identifier?.value ?? '') !== '', 'XrequestId');
  }
  if (name === 'PrivacyDisclosure.Source' || name === 'AuthZconsent') {
    const us = agents(rule.server)[0];
    must(JSON.stringify(us?.who) === JSON.stringify(event.source.observer), 'val-audit-source');
  }
  return findings;
}
