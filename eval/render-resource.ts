import type { Collected } from '../src/insight/collected.ts';
import { WORDS } from '../src/insight/evidence-words.ts';
import { normaliseText } from '../src/insight/normalise-text.ts';
import { renderValue } from '../src/insight/render-value.ts';
import { isJson, type Json } from '../src/is-json.ts';

/** Fields of each kind in the order in which the schema's sources select them. */
const FIELDS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  Condition: ['code', 'clinicalStatus', 'onsetDateTime', 'recordedDate'],
  MedicationRequest: ['medication', 'status', 'authoredOn', 'dosageInstruction', 'reasonCode'],
  AllergyIntolerance: ['code', 'clinicalStatus', 'criticality', 'reaction'],
  Observation: [
    'code',
    'effectiveDateTime',
    'valueQuantity',
    'valueCodeableConcept',
    'valueString',
    'interpretation',
    'referenceRange',
    'component',
    'status',
  ],
  Immunization: ['vaccineCode', 'status', 'occurrenceDateTime'],
  Procedure: ['code', 'status', 'performedDateTime', 'performedPeriod'],
  Encounter: ['class', 'type', 'period', 'reasonCode'],
  DocumentReference: ['type', 'date', 'text'],
  Coverage: ['type', 'status', 'period'],
});

/** One resource of a sample as the gateway would render it for a reader who has all of it; `null`: no evidence. */
export function renderResource(resource: Json): Collected | null {
  const { resourceType, id } = resource;
  if (typeof resourceType !== 'string' || typeof id !== 'string') return null;
  const rendered = (FIELDS[resourceType] ?? []).map((name) => ({
    coordinate: `${resourceType}.${name}`,
    text: normaliseText(renderValue(plain(fieldOf(resource, name)))),
  }));
  const parts = rendered
    .filter(({ text }) => text !== '')
    .map(({ coordinate, text }) => {
      const words = WORDS[coordinate];
      return { coordinate, text: typeof words === 'string' ? `${words} ${text}` : text };
    });
  if (parts.length === 0) return null;
  const encounter = isJson(resource.encounter) ? resource.encounter.reference : encounterOf(resource);
  return {
    resourceType,
    resourceId: id,
    date: dateOf(resource),
    parts,
    encounters: resourceType === 'Encounter' ? [`Encounter/${id}`] : [encounter].map(String),
    categories: isLaboratory(resource) ? ['LAB'] : [],
    labels: [],
  };
}

function fieldOf(resource: Json, name: string): unknown {
  if (name === 'medication') return resource.medicationCodeableConcept;
  if (name === 'text' && Array.isArray(resource.content)) return noteOf(resource.content[0]);
  if (name === 'dosageInstruction' && Array.isArray(resource[name])) {
    return resource[name].map((each: unknown) => (isJson(each) ? each.text : null));
  }
  if (name === 'reaction' && Array.isArray(resource[name])) {
    return resource[name].map((each: unknown) => (isJson(each) ? each.manifestation : null));
  }
  if (name === 'component' && Array.isArray(resource[name])) {
    return resource[name].map((each: unknown) =>
      isJson(each) ? { code: each.code, value: each.valueQuantity } : null,
    );
  }
  return resource[name];
}

function noteOf(content: unknown): string {
  const attachment = isJson(content) ? content.attachment : null;
  const data = isJson(attachment) ? attachment.data : null;
  return typeof data === 'string' ? Buffer.from(data, 'base64').toString('utf8') : '';
}

/** FHIR JSON in the shapes of the schema: `coding` is `codings`, quantities have value and unit alone. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isJson(value)) return value;
  if ('coding' in value) return { text: value.text, codings: value.coding };
  if ('unit' in value) return { value: value.value, unit: value.unit };
  if ('system' in value && 'code' in value) return { display: value.display, code: value.code };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

function dateOf(resource: Json): string | null {
  const period = [resource.performedPeriod, resource.period].find(isJson);
  const found = [
    ...[resource.effectiveDateTime, resource.authoredOn, resource.onsetDateTime, resource.recordedDate],
    ...[resource.occurrenceDateTime, resource.performedDateTime, period?.start, resource.date],
  ].find((value) => typeof value === 'string');
  return typeof found === 'string' ? found.slice(0, 10) : null;
}

function encounterOf({ context }: Json): unknown {
  const first = isJson(context) && Array.isArray(context.encounter) ? context.encounter[0] : null;
  return isJson(first) ? first.reference : '';
}

function isLaboratory({ category }: Json): boolean {
  return JSON.stringify(category ?? '').includes('"laboratory"');
}
