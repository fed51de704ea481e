import { hkdfSync } from 'node:crypto';
import { readConsent } from '../../src/access/consent/read-consent.ts';
import type { SubjectFacts } from '../../src/access/facts.ts';
import type { PatientWithFacts, StoredRecord } from '../health-data.ts';
import { openValue } from '../keys/sealed-value.ts';
import { openPatientKey, type PatientKey } from '../keys/tenant-keys.ts';
import { readConsents } from './consents-item.ts';
import { readGiven } from './given-item.ts';
import { type Item, requiredBytes, requiredText, textOf } from './item.ts';
import { patientLedgerKey } from './name-keys.ts';
import type { ReadScope } from './read-scope.ts';
import { asStoredRecord, decodeJson } from './record-codec.ts';
import { decodeTies } from './tie-item.ts';

/** A patient as read for one actor. */
export interface ReadPatient extends PatientWithFacts {
  /** `null` when the patient does not exist: its rows then exist for nobody. */
  readonly key: PatientKey | null;
  /** Sort key of the patient in the panel of each of the actor's anchors that tie it. */
  readonly panels: ReadonlyMap<string, string>;
}

/**
 * Reads a patient, its key, its consents, what the actor is given of it and its ties to the actor's anchors in one
 * batch, before existence is known: an id that does not exist, another tenant's and a stranger's take the same calls.
 */
export function createPatientReader(scope: ReadScope): (id: string) => Promise<ReadPatient> {
  const read = new Map<string, Promise<ReadPatient>>();
  return (id) => {
    const known = read.get(id);
    if (known !== undefined) return known;
    const patient = readPatient(scope, id);
    read.set(id, patient);
    return patient;
  };
}

async function readPatient(scope: ReadScope, id: string): Promise<ReadPatient> {
  const { itemKeys } = scope;
  const [anchors, actors, own] = await Promise.all([scope.anchors(), scope.actors(), scope.actorHash()]);
  const [patientItem = null, keyItem = null, consentsItem = null, givenItem = null, ...tieItems] =
    await scope.items([
      itemKeys.patient(id),
      itemKeys.patientKey(id),
      itemKeys.consents(id),
      itemKeys.given(id, own),
      ...anchors.map((anchor) => itemKeys.ties(id, anchor)),
    ]);
  const key = keyItem === null ? null : await readPatientKey(scope, id, keyItem);
  if (patientItem === null || key === null) {
    return { record: null, facts: nobody(id), key: null, panels: new Map() };
  }
  const record = openRecord(key, patientItem);
  const present = tieItems.filter((item) => item !== null);
  const panels = new Map<string, string>();
  for (const item of present) {
    const panel = textOf(item, 'panel');
    if (panel !== null) panels.set(requiredText(item, 'anchor'), panel);
  }
  const ties = present.flatMap((item) => [...decodeTies(key, item).values()].flat());
  const consents = [...readConsents(key, consentsItem).entries.values()]
    .filter(({ removed }) => !removed)
    .map(({ resource }) => readConsent(resource));
  const { glass, reveals } = readGiven(key, givenItem);
  const facts = factsOf(scope, id, record, key, { ties, actors, consents, glass, reveals });
  return { record, facts, key, panels };
}

export async function readPatientKey(
  { tenant, keyring }: Pick<ReadScope, 'tenant' | 'keyring'>,
  id: string,
  item: Item,
): Promise<PatientKey | null> {
  if (item.erased !== undefined) return null;
  const tenantKey = await keyring.version(tenant, requiredText(item, 'under'));
  return openPatientKey(tenant, id, tenantKey, requiredBytes(item, 'w'));
}

/** @throws DataIntegrityError when the row was altered, moved, or sealed under another key. */
export function openRecord(key: PatientKey, item: Item): StoredRecord {
  const place = ['data', requiredText(item, 'pk'), requiredText(item, 'sk'), 'b'];
  return asStoredRecord(decodeJson(openValue(key.data, place, requiredBytes(item, 'b'))));
}

function nobody(subjectId: string): SubjectFacts {
  return Object.freeze({
    subjectId,
    exists: false,
    ties: [],
    actors: [],
    birthDate: null,
    deceasedDate: null,
    labels: [],
    consents: [],
    glass: null,
    reveals: [],
    pseudonymKey: null,
  });
}

function factsOf(
  { tenant, pseudonymPurpose, ledgerNames = false }: ReadScope,
  subjectId: string,
  record: StoredRecord,
  key: PatientKey,
  held: Pick<SubjectFacts, 'ties' | 'actors' | 'consents' | 'glass' | 'reveals'>,
): SubjectFacts {
  const { birthDate, deceasedDateTime } = record;
  return Object.freeze({
    subjectId,
    exists: true,
    birthDate: typeof birthDate === 'string' ? birthDate : null,
    deceasedDate: typeof deceasedDateTime === 'string' ? deceasedDateTime : null,
    labels: record.labels,
    ...held,
    pseudonymKey:
      pseudonymPurpose === null
        ? null
        : new Uint8Array(hkdfSync('sha256', key.pseudonyms, tenant, `pseudonym ${pseudonymPurpose}`, 32)),
    ...(ledgerNames ? { ledgerKey: patientLedgerKey(tenant, key) } : {}),
  });
}
