import type { Pseudonyms } from '../access/ledger-block.ts';
import { ACTOR_KIND, GLASS_KIND, type NameKeys, nameUnder } from './ledger-names.ts';
import type { OperationRecord, RecordedGroup } from './operation-record.ts';

export interface MetPatients {
  /** Keys that came with facts that the operation has read. */
  keyOf(patientId: string): Uint8Array | undefined;
  /**
   * Whether the store is asked for those it has not met. False for an operation's own record: what it asked for and
   * was not shown stands there too, and an id MUST NOT take other calls for being nobody's.
   */
  readonly lookUpOthers: boolean;
}

/** Things of our own that an act about a patient may name: their ids say nothing of anybody. */
const OWN_THINGS: ReadonlySet<string> = new Set(['LegalHold', 'Erasure']);

/** What composing puts in the place of an id that is none. */
const NO_ID: ReadonlySet<string> = new Set(['', 'not-an-id']);

/**
 * The record with names in the place of ids. Patients and all that belongs to them are named under the patient's own
 * key: the subject, its rows, its consents, the glass opened for it. Ids of nobody known are named under the tenant's,
 * and so are actors where everyone is. Ids of our own things (documents, policies) stay: no patient is in them.
 *
 * @throws UpstreamUnavailableError when a key is out of reach: without its names nothing is recorded, and so nothing
 *   is disclosed.
 */
export async function pseudonymiseRecord(
  record: OperationRecord,
  pseudonyms: Exclude<Pseudonyms, 'none'>,
  keys: NameKeys,
  met: MetPatients,
): Promise<OperationRecord> {
  const tenantKey = await keys.tenant();
  const named = [...new Set(record.subjects.flatMap(({ subject }) => (subject === null ? [] : [subject])))];
  const unmet = met.lookUpOthers ? named.filter((id) => met.keyOf(id) === undefined) : [];
  const looked = unmet.length === 0 ? new Map<string, Uint8Array>() : await keys.patients(unmet);
  const keyOf = (subject: string | null): Uint8Array =>
    subject === null ? tenantKey : (met.keyOf(subject) ?? looked.get(subject) ?? tenantKey);

  const groupOf = (group: RecordedGroup, subject: string | null): RecordedGroup => {
    if (subject === null && record.kind !== 'operation') return group;
    const key = keyOf(subject);
    const type = record.shapes[group.shape]?.type ?? '';
    if (record.kind === 'privileged' && OWN_THINGS.has(type)) return group;
    const { consent, breakGlass, resources } = group;
    return {
      ...group,
      resources: resources.map((id) => (NO_ID.has(id) ? id : nameUnder(key, type, id))),
      consent: consent === null ? null : nameUnder(key, 'Consent', consent),
      breakGlass: breakGlass === null ? null : nameUnder(key, GLASS_KIND, breakGlass),
    };
  };

  return {
    ...record,
    actor:
      record.actor !== null && pseudonyms === 'everyone'
        ? nameUnder(tenantKey, ACTOR_KIND, record.actor)
        : record.actor,
    subjects: record.subjects.map(({ subject, groups }) => ({
      subject:
        subject === null || NO_ID.has(subject) ? subject : nameUnder(keyOf(subject), 'Patient', subject),
      groups: groups.map((group) => groupOf(group, subject)),
    })),
  };
}
