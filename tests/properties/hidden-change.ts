import type { GraphQLSchema } from 'graphql';
import type { StoredRecord } from '../../datasources/health-data.ts';
import { elements } from '../../resolvers/fhir/read-element.ts';
import type { AccessModel, Mask, PhiField, ValueShape } from '../../src/access/access-model.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import type { TenantOverlay } from '../../src/access/tenant-overlay.ts';
import type { Actor } from '../../src/identity/actor.ts';
import type { Chooser } from './chooser.ts';
import { generateConsent } from './generate-consent.ts';
import { contentOf, propertyOf } from './generate-content.ts';
import { LABELS, NOW } from './generate-situation.ts';
import { generateRow, PATIENTS } from './generate-world.ts';
import { referenceConsent } from './reference-consent.ts';
import { type Asked, exists, referenceDecision } from './reference-evaluator.ts';
import type { World, WorldPatient } from './world.ts';

export interface Viewpoint {
  readonly model: AccessModel;
  readonly schema: GraphQLSchema;
  readonly overlay: TenantOverlay;
  readonly actor: Actor;
}

export interface HiddenChange {
  readonly kind: string;
  readonly what: string;
  /** What an operation would have to ask for to come across it. */
  readonly record: StoredRecord;
  /** The patient of it. */
  readonly patient: StoredRecord;
  readonly world: World;
}

/**
 * The same world but for one thing that the reference evaluator says this actor may not see.
 * @returns `null` where what was drawn is visible.
 */
export function drawHiddenChange(choose: Chooser, world: World, from: Viewpoint): HiddenChange | null {
  const [kind, draw] = choose.one(KINDS);
  const patient = world.get(choose.one(PATIENTS));
  if (patient === undefined) return null;
  // What is hidden beside something that is seen says more than what is hidden with all the rest.
  if (draw !== removePatient && choose.chance(0.8) && !isAnythingThere(from, patient)) return null;
  const changed = draw(choose, patient, from);
  if (changed === null) return null;
  const other = new Map(world);
  if (changed.patient === null) other.delete(patient.record.id);
  else other.set(patient.record.id, changed.patient);
  return { kind, what: changed.what, record: changed.record, patient: patient.record, world: other };
}

interface Changed {
  readonly what: string;
  readonly record: StoredRecord;
  readonly patient: WorldPatient | null;
}

type Draw = (choose: Chooser, patient: WorldPatient, from: Viewpoint) => Changed | null;

const KINDS: readonly (readonly [string, Draw])[] = [
  ['value', changeValue],
  ['value', changeValue],
  ['value', changeValue],
  ['row', addRow],
  ['row', addRow],
  ['labels', changeRow((choose) => ({ labels: choose.some(LABELS, 0.15).toSorted() }))],
  [
    'categories',
    changeRow((choose, { model }, type) => ({
      rowCategories: choose.some(model.types[type]?.rowCategories ?? []),
    })),
  ],
  [
    'consents',
    changeFacts((choose, { subjectId }) => ({ consents: [generateConsent(choose, `${subjectId}-c2`, NOW)] })),
  ],
  ['patient labels', changeFacts((choose) => ({ labels: choose.some(LABELS, 0.15).toSorted() }))],
  ['existence', removePatient],
];

/** What the actor is told about each field of a record, silent reasons alike; and whether the record is there. */
function outcomes(from: Viewpoint, facts: SubjectFacts, record: StoredRecord): readonly string[] {
  return askedOf(from, facts, record).flatMap((asked) => {
    const { name, fields } = asked.type;
    const verdicts = fields.map((field) => ({ field, ...referenceDecision(asked, field) }));
    const isThere = facts.exists && verdicts.some(({ decision }) => decision !== 'DENY');
    // What is disclosed under 42 CFR Part 2 comes with a notice that names the consent: its label is told.
    const isNoted = isThere && [...facts.labels, ...record.labels].includes('PART2');
    return [
      ...(isNoted ? [`noted ${referenceConsent(asked).consent}`] : []),
      `${name} ${isThere}`,
      ...verdicts.map(
        ({ field, decision, mask, reason }) =>
          `${field.coordinate} ${decision} ${mask} ${SILENT.has(reason) ? 'silent' : reason}`,
      ),
    ];
  });
}

const SILENT = new Set(['CONSENT', 'LABEL']);

const isThere = (from: Viewpoint, facts: SubjectFacts, record: StoredRecord): boolean =>
  facts.exists && askedOf(from, facts, record).some(exists);

/** A record as each of the types that show it. */
function askedOf(from: Viewpoint, facts: SubjectFacts, record: StoredRecord): readonly Asked[] {
  const names = record.resourceType === 'Patient' ? ['Patient', 'PatientMatch'] : [record.resourceType];
  return names.flatMap((name) => {
    const type = from.model.types[name];
    return type === undefined ? [] : [{ ...from, facts, record, type, now: NOW }];
  });
}

function changeValue(choose: Chooser, patient: WorldPatient, from: Viewpoint): Changed | null {
  const { record } = choose.chance(0.4) ? patient : choose.one([patient, ...patient.rows]);
  const properties = choose.some(Object.keys(record).filter((name) => !FIXED.has(name)));
  const first = choose.number(properties.length + 1);
  for (const property of [...properties.slice(first), ...properties.slice(0, first)]) {
    const changed = changeProperty(choose, patient, from, record, property);
    if (changed !== null) return changed;
  }
  return null;
}

function changeProperty(
  choose: Chooser,
  patient: WorldPatient,
  from: Viewpoint,
  record: StoredRecord,
  property: string,
): Changed | null {
  const fresh = contentOf(choose, record.resourceType, from.model, from.schema)[property];
  if (JSON.stringify(fresh) === JSON.stringify(record[property])) return null;
  const other: StoredRecord = { ...record, [property]: fresh };
  const facts = patient.facts;
  // A date of birth is a fact: what hangs on it is compared in all rows.
  const otherFacts = property === 'birthDate' ? { ...facts, birthDate: String(fresh) } : facts;
  const isHidden = hides(from, property, record[property], fresh);
  if (!isHidden(facts, record) || !isHidden(otherFacts, other)) return null;
  const changed = { ...replaced(patient, record, other), facts: otherFacts };
  if (!isSameFor(from, patient, changed)) return null;
  return { what: `${record.resourceType}.${property}`, record, patient: changed };
}

const FIXED = new Set(['resourceType', 'id', 'subjectId', 'labels', 'rowCategories']);

/** Whether every field that is read from the property is denied, or masked so that the difference does not show. */
function hides(from: Viewpoint, property: string, before: unknown, after: unknown) {
  return (facts: SubjectFacts, record: StoredRecord): boolean => {
    const types = Object.values(from.model.types).filter(
      ({ name }) =>
        name === record.resourceType || (name === 'PatientMatch' && record.resourceType === 'Patient'),
    );
    return types.every((type) =>
      type.fields.every((field) => {
        if (!isReadFrom(field, property)) return true;
        const { decision, mask } = referenceDecision({ ...from, facts, record, type, now: NOW }, field);
        return decision === 'DENY' || (decision === 'MASK' && isLost(field.value, mask, before, after));
      }),
    );
  };
}

/** A field that names no property may read any. */
function isReadFrom(field: PhiField, property: string): boolean {
  const named = propertyOf(field);
  return field.rowType === null && (named === null || property.startsWith(named));
}

/** docs/access-model.md, "Masks": the kinds of which a mask leaves nothing. */
const LOST: Readonly<Record<Mask, readonly string[]>> = {
  NONE: [],
  PARTIAL: ['TEXT'],
  GENERALIZE: ['IDENTIFIER', 'NAME', 'GEOGRAPHY', 'TEXT'],
  PSEUDONYM: ['NAME', 'DATE', 'BIRTH_DATE', 'GEOGRAPHY', 'STATE', 'POSTAL_CODE', 'TEXT'],
  REDACT: [],
};

/** Whether a mask leaves nothing of what differs. Parts that are no part of the field's type may be read from anywhere. */
function isLost(shape: ValueShape, mask: Mask, before: unknown, after: unknown): boolean {
  if (mask === 'REDACT' || JSON.stringify(before) === JSON.stringify(after)) return true;
  if (shape.shape === 'object' || before === undefined || after === undefined) return false;
  if (shape.shape === 'leaf') return LOST[mask].includes(shape.kind);
  if (!Array.isArray(before) && !Array.isArray(after)) {
    const [one, other] = [elements([before])[0] ?? {}, elements([after])[0] ?? {}];
    return [...Object.keys(one), ...Object.keys(other)].every((name) => {
      const below = shape.fields[name];
      const isSame = JSON.stringify(one[name]) === JSON.stringify(other[name]);
      return isSame || (below !== undefined && isLost(below, mask, one[name], other[name]));
    });
  }
  const [some, others] = [elements(before), elements(after)];
  return (
    some.length === others.length && some.every((item, index) => isLost(shape, mask, item, others[index]))
  );
}

function addRow(choose: Chooser, patient: WorldPatient, from: Viewpoint): Changed | null {
  const { model, schema } = from;
  const known = patient.rows.map((row) => row.record.resourceType);
  const type = choose.chance(0.6) && known.length > 0 ? choose.one(known) : null;
  const drawn = generateRow(choose, patient.record.id, choose.one([-1, 5]), model, schema, type);
  const id = `${drawn.record.id.replace('--', '-')}-more`;
  const labels = choose.chance(0.5) ? drawn.record.labels : [choose.one(LABELS)];
  const added = { ...drawn, record: { ...drawn.record, labels } };
  const record = { ...added.record, id };
  if (isThere(from, patient.facts, record)) return null;
  const rows = [...patient.rows, { record, position: `${added.position}-more` }];
  const sorted = rows.toSorted((a, b) => (a.position < b.position ? 1 : -1));
  return { what: `+ ${record.resourceType}/${id}`, record, patient: { ...patient, rows: sorted } };
}

function changeRow(change: (choose: Chooser, from: Viewpoint, type: string) => Partial<StoredRecord>): Draw {
  return (choose, patient, from) => {
    if (patient.rows.length === 0) return null;
    const { record } = choose.one(patient.rows);
    const other = { ...record, ...change(choose, from, record.resourceType) };
    if (isThere(from, patient.facts, record) || isThere(from, patient.facts, other)) return null;
    return { what: `${record.resourceType}/${record.id}`, record, patient: replaced(patient, record, other) };
  };
}

function changeFacts(change: (choose: Chooser, facts: SubjectFacts) => Partial<SubjectFacts>): Draw {
  return (choose, patient, from) => {
    const facts = { ...patient.facts, ...change(choose, patient.facts) };
    const changed = { ...patient, facts, record: { ...patient.record, labels: facts.labels } };
    return isSameFor(from, patient, changed)
      ? { what: patient.record.id, record: choose.one([patient, ...patient.rows]).record, patient: changed }
      : null;
  };
}

function removePatient(choose: Chooser, patient: WorldPatient, from: Viewpoint): Changed | null {
  if (isAnythingThere(from, patient)) return null;
  const { record } = choose.one([patient, patient, ...patient.rows]);
  return { what: patient.record.id, record, patient: null };
}

const isAnythingThere = (from: Viewpoint, { facts, record, rows }: WorldPatient): boolean =>
  [record, ...rows.map((row) => row.record)].some((one) => isThere(from, facts, one));

function isSameFor(from: Viewpoint, one: WorldPatient, other: WorldPatient): boolean {
  const all = (patient: WorldPatient) =>
    [patient, ...patient.rows].map(({ record }) => outcomes(from, patient.facts, record).join());
  const others = all(other);
  return all(one).every((outcome, index) => outcome === others[index]);
}

function replaced(patient: WorldPatient, record: StoredRecord, other: StoredRecord): WorldPatient {
  if (patient.record === record) return { ...patient, record: other };
  return {
    ...patient,
    rows: patient.rows.map((row) => (row.record === record ? { ...row, record: other } : row)),
  };
}
