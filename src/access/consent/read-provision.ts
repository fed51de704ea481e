import { isJson, type Json } from '../../is-json.ts';
import type { DataMeaning, Provision, ProvisionCode, ProvisionData, ProvisionType } from './consent.ts';
import { DATA_MEANINGS, UNRESOLVED } from './consent.ts';
import {
  ACT_REASON,
  ACTORS,
  CONSENT_ACTION,
  isPurpose,
  labelOf,
  PARTICIPATION_TYPE,
  RESOURCE_TYPES,
} from './consent-codes.ts';
import type { ConsentReading } from './consent-reading.ts';
import { textOf } from './consent-reading.ts';
import { isFhirType, relativeReference } from './fhir-types.ts';

/** http://hl7.org/fhir/R4/consent-definitions.html#Consent.provision */
const ELEMENTS: readonly string[] = Object.freeze([
  ...[
    'type',
    'period',
    'actor',
    'action',
    'securityLabel',
    'purpose',
    'class',
    'code',
    'dataPeriod',
    'data',
    'provision',
  ],
]);
const DEEPEST = 8;
/** IRCP is the one that IHE PCF fixes; PRCP is what HL7's own examples use. */
const RECIPIENTS: readonly string[] = Object.freeze(['IRCP', 'PRCP']);

/**
 * One rule with its exceptions. `null` when there is none to be had; `reading` then says why.
 * @param inherited the type of a root rule that states none, from the consent's policy rule.
 */
export function readProvision(
  value: unknown,
  reading: ConsentReading,
  inherited: ProvisionType | null,
  depth = 1,
): Provision | null {
  if (depth > DEEPEST) {
    reading.find('DEPTH');
    return null;
  }
  const rule = reading.object(value, ELEMENTS);
  if (rule === null) return null;
  const type = readType(rule.type, reading, inherited);
  const collectOnly = isCollectOnly(rule.action, reading);
  const provisions = reading
    .list(rule.provision)
    .flatMap((inner) => readProvision(inner, reading, null, depth + 1) ?? []);
  if (type === null) return null;
  return Object.freeze({
    type,
    period: reading.period(rule.period),
    actors: Object.freeze(reading.list(rule.actor).map((actor) => readActor(actor, reading))),
    purposes: Object.freeze(reading.list(rule.purpose).flatMap((coding) => readPurpose(coding, reading))),
    labels: Object.freeze(reading.list(rule.securityLabel).flatMap((coding) => readLabel(coding, reading))),
    dataPeriod: reading.period(rule.dataPeriod),
    data: Object.freeze(reading.list(rule.data).flatMap((data) => readData(data, reading))),
    classes: Object.freeze(reading.list(rule.class).flatMap((coding) => readClass(coding, reading))),
    codes: Object.freeze(reading.list(rule.code).flatMap((concept) => readCodes(concept, reading))),
    provisions: Object.freeze(provisions),
    ...(collectOnly ? { inPart: true } : {}),
  });
}

function readType(
  value: unknown,
  reading: ConsentReading,
  inherited: ProvisionType | null,
): ProvisionType | null {
  if (value === undefined && inherited !== null) return inherited;
  if (value !== 'permit' && value !== 'deny') {
    reading.find('TYPE');
    return null;
  }
  if (inherited !== null && inherited !== value) reading.find('CONTRADICTION');
  return value;
}

/** Consent to collect is no consent to read. */
function isCollectOnly(value: unknown, reading: ConsentReading): boolean {
  const codes = reading.list(value).flatMap((action) => reading.concept(action, 'ACTION'));
  for (const { system, code } of codes) {
    if (system !== CONSENT_ACTION || !['collect', 'access', 'use', 'disclose'].includes(code))
      reading.find('ACTION');
  }
  const only = codes.length > 0 && codes.every(({ code }) => code === 'collect');
  if (only) reading.find('COLLECT_ONLY');
  return only;
}

function readActor(value: unknown, reading: ConsentReading): string {
  const actor = reading.object(value, ['role', 'reference']);
  if (actor === null) return UNRESOLVED;
  const isRecipient = reading
    .concept(actor.role, 'ACTOR')
    .some(({ system, code }) => system === PARTICIPATION_TYPE && RECIPIENTS.includes(code));
  const reference = isRecipient ? referenceOf(actor.reference) : null;
  if (reference !== null && ACTORS.some((type) => reference.startsWith(`${type}/`))) return reference;
  reading.find('UNRESOLVED_ACTOR');
  return UNRESOLVED;
}

function readPurpose(value: unknown, reading: ConsentReading): readonly string[] {
  const coding = reading.coding(value, 'PURPOSE');
  if (coding === null) return [];
  if (coding.system !== null && ACT_REASON.includes(coding.system) && isPurpose(coding.code))
    return [coding.code];
  reading.find('PURPOSE');
  return [];
}

function readLabel(value: unknown, reading: ConsentReading): readonly string[] {
  const coding = reading.coding(value, 'LABEL');
  const label = coding === null ? null : labelOf(coding.system, coding.code);
  if (label === null) reading.find('LABEL');
  return label === null ? [] : [label];
}

function readClass(value: unknown, reading: ConsentReading): readonly string[] {
  const coding = reading.coding(value, 'CLASS');
  if (coding?.system === RESOURCE_TYPES && isFhirType(coding.code)) return [coding.code];
  reading.find('CLASS');
  return [];
}

function readCodes(value: unknown, reading: ConsentReading): readonly ProvisionCode[] {
  return reading.concept(value, 'CODE').map((coding) => Object.freeze(coding));
}

function readData(value: unknown, reading: ConsentReading): readonly ProvisionData[] {
  const data = reading.object(value, ['meaning', 'reference']);
  const meaning = DATA_MEANINGS.find((each): each is DataMeaning => each === data?.meaning);
  if (data === null || meaning === undefined || !isJson(data.reference)) {
    reading.find('DATA');
    return [];
  }
  const reference = referenceOf(data.reference);
  if (reference === null) reading.find('UNRESOLVED_DATA');
  return [Object.freeze({ meaning, reference: reference ?? UNRESOLVED })];
}

function referenceOf(value: unknown): string | null {
  const holder: Json | null = isJson(value) ? value : null;
  const text = textOf(holder?.reference);
  return text === null ? null : relativeReference(text);
}
