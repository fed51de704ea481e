import type { OperationRecord, RecordedField, RecordedShape } from '../../src/ledger/operation-record.ts';

/** What somebody looked at: how many rows of which types. */
export type Page = 'list' | 'chart' | 'medications' | 'results' | 'demographics' | 'claims' | 'study';

/** One operation of the made-up month. */
export interface Look {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly tenant: string;
  readonly actor: string;
  readonly role: string;
  readonly network: string;
  readonly purpose: string;
  readonly page: Page;
  readonly patients: readonly string[];
  /** How much the page shows of each type: a row for every four. */
  readonly rows: number;
  /** Coordinates refused on this page. */
  readonly refused?: readonly string[];
  /** Ids of patients that are not there for the actor. */
  readonly strangers?: readonly string[];
  /** The glass that is opened. */
  readonly opens?: string;
  /** The glass that it is read through. */
  readonly through?: string;
  /** What became of an insight. */
  readonly insight?: 'given' | 'withheld';
  /** An act on the ledger. */
  readonly act?: string;
}

const permitted = (type: string, category: string, names: readonly string[]): RecordedShape => ({
  type,
  via: null,
  fields: names.map((name): RecordedField => [`${type}.${name}`, category, 'PERMIT', 'NONE', 'GRANT', 'g1']),
});

const SHAPES: Readonly<Record<string, RecordedShape>> = Object.freeze({
  Brief: permitted('Patient', 'DEMOGRAPHICS', ['name', 'birthDate', 'mrn']),
  Patient: permitted('Patient', 'DEMOGRAPHICS', ['name', 'birthDate', 'gender', 'mrn', 'telecom', 'address']),
  Observation: permitted('Observation', 'LAB', ['code', 'value', 'effective']),
  MedicationRequest: permitted('MedicationRequest', 'MEDICATION', ['medication', 'dosage', 'status']),
  Condition: permitted('Condition', 'DIAGNOSIS', ['code', 'onset']),
  Encounter: permitted('Encounter', 'ENCOUNTER', ['period', 'reason']),
  Claim: permitted('Claim', 'CLAIM', ['status', 'total', 'item']),
});
const PAGES: Readonly<Record<Page, readonly string[]>> = Object.freeze({
  list: ['Brief'],
  chart: ['Patient', 'Encounter', 'Condition', 'Observation', 'MedicationRequest'],
  medications: ['Brief', 'MedicationRequest'],
  results: ['Brief', 'Observation'],
  demographics: ['Patient'],
  claims: ['Brief', 'Encounter', 'Claim'],
  study: ['Condition', 'Observation'],
});

/** As many PHI fields as `expandRecord` gives events. */
export function eventsOf({ shapes, subjects }: OperationRecord): number {
  let events = 0;
  for (const { groups } of subjects)
    for (const { shape, resources } of groups)
      events += resources.length * (shapes[shape]?.fields.length ?? 0);
  return events;
}

/** The records of one look; of an insight two, as the gateway leaves them. @param id makes record ids. */
export function* recordsOf(look: Look, id: () => string): Generator<OperationRecord> {
  const request = id();
  const head = headOf(look, request);
  if (look.act !== undefined) {
    yield { ...head, id: request, kind: 'privileged', operation: look.act, shapes: [], subjects: [] };
    return;
  }
  if (look.insight !== undefined) {
    const via = 'PatientInsights.chartSummary';
    const shape = { ...(SHAPES.Observation ?? permitted('Observation', 'LAB', ['value'])), via };
    yield {
      ...head,
      id: id(),
      insight: {
        coordinate: via,
        model: 'm',
        guardrail: 'g:1',
        guardrailPolicy: 'p',
        promptHash: '0',
        evidenceHash: '0',
        sent: true,
      },
      shapes: [shape],
      subjects: look.patients.map((subject) => ({
        subject,
        groups: [group(0, rowsOf(look, subject, shape.type))],
      })),
    };
  }
  const shapes: RecordedShape[] = PAGES[look.page].flatMap((name) => SHAPES[name] ?? []);
  const through = look.through ?? null;
  if (through !== null) {
    for (const [at, shape] of shapes.entries()) {
      const fields = shape.fields.map(
        ([one, category]): RecordedField => [one, category, 'PERMIT', 'NONE', 'BREAK_GLASS', 'g1'],
      );
      shapes[at] = { ...shape, fields };
    }
  }
  const subjects = look.patients.map((subject) => ({
    subject,
    groups: shapes.map(({ type }, at) => ({
      ...group(at, rowsOf(look, subject, type)),
      breakGlass: through,
    })),
  }));
  if (look.insight === 'given') {
    shapes.push(permitted('Insight', 'CLINICAL_NOTE', ['sentences']));
    for (const { groups } of subjects) groups.push(group(shapes.length - 1, [request]));
  }
  if (look.refused !== undefined) {
    const fields = look.refused.map(
      (one): RecordedField => [one, 'DEMOGRAPHICS', 'DENY', 'REDACT', 'ROLE', null],
    );
    shapes.push({ type: 'Patient', via: null, fields });
    for (const { subject, groups } of subjects) groups.push(group(shapes.length - 1, [subject]));
  }
  if (look.strangers !== undefined) {
    shapes.push({
      type: 'Patient',
      via: null,
      fields: [['Query.patient', null, 'DENY', 'REDACT', 'RELATIONSHIP', null]],
    });
    const at = shapes.length - 1;
    for (const subject of look.strangers) subjects.push({ subject, groups: [group(at, [subject])] });
  }
  if (look.opens !== undefined) {
    const subject = look.patients[0] ?? null;
    const opening = group(0, [subject ?? '']);
    yield {
      ...head,
      id: id(),
      kind: 'privileged',
      shapes: [
        {
          type: 'Patient',
          via: null,
          fields: [['Mutation.breakGlass', null, 'PERMIT', 'NONE', 'BREAK_GLASS', null]],
        },
      ],
      subjects: [{ subject, groups: [{ ...opening, breakGlass: look.opens }] }],
    };
  }
  yield { ...head, id: request, shapes, subjects };
}

const group = (shape: number, resources: readonly string[]) => ({
  shape,
  resources,
  consent: null,
  breakGlass: null as string | null,
});

function rowsOf({ rows }: Look, patient: string, type: string): readonly string[] {
  if (type === 'Patient') return [patient];
  return Array.from({ length: Math.ceil(rows / 4) }, (_, row) => `${patient}-${type}-${row}`);
}

function headOf(look: Look, request: string): OperationRecord {
  return {
    v: 1,
    id: request,
    time: new Date(look.time).toISOString(),
    kind: 'operation',
    tenant: look.tenant,
    actor: look.actor,
    roles: [look.role],
    assurance: [],
    client: 'ehr',
    network: look.network,
    address: null,
    purpose: look.purpose,
    policyVersion: 'v1',
    document: null,
    operation: null,
    request,
    session: null,
    refusal: null,
    count: 1,
    shapes: [],
    subjects: [],
  };
}
