import type { Pseudonyms } from '../access/ledger-block.ts';
import { ACTOR_KIND, GLASS_KIND, keyOfAll, type NameKeys, nameUnder, SESSION_KIND } from './ledger-names.ts';
import type { OperationRecord, RecordedGroup } from './operation-record.ts';

export interface MetPatients {
  /** Keys that came with facts that the operation has read. */
  keyOf(patientId: string): Uint8Array | undefined;
  /**
   * Whether the store is asked for those it has not met. False for an operation's own record: what it asked for and
   * was not shown stands there too, and an id MUST NOT take other calls for being nobody's.
   */
  readonly lookUpOthers: boolean;
  /** Absent or `null`: staff, programs, operators. */
  readonly individual?: Individual | null;
}

/** Who acts as a patient or for one, and no member of staff: the provider's id of that person leads to the patient. */
export interface Individual {
  /** Logical id of the patient who signed in; `null`: somebody who acts for one. */
  readonly patient: string | null;
  /** Somebody who acts for others is known by each patient of the record. */
  readonly actsForOthers: boolean;
}

/** Things of our own that an act about a patient may name: their ids say nothing of anybody. */
const OWN_THINGS: ReadonlySet<string> = new Set(['LegalHold', 'Erasure']);

/** What composing puts in the place of an id that is none. */
const NO_ID: ReadonlySet<string> = new Set(['', 'not-an-id']);

/**
 * The record with names in the place of ids. Patients and all that belongs to them are named under the patient's own
 * key: the subject, its rows, its consents, the glass opened for it. Ids of nobody known are named under the tenant's,
 * and so are actors where everyone is. Who acts as a patient or for one is named, sign-in too, under that patient's own
 * key wherever patients are: an actor's plain id would lead to the patient for ever. Ids of our own things (documents, policies) stay: no patient is in them.
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
  const { individual = null } = met;
  const named = [...new Set(record.subjects.flatMap(({ subject }) => (subject === null ? [] : [subject])))];
  // The own id comes from the sign-in: it is looked up whatever was asked for.
  const own = individual?.patient ?? null;
  const mayLookUp = [...(met.lookUpOthers ? named : []), ...(own === null ? [] : [own])];
  const unmet = [...new Set(mayLookUp)].filter((id) => met.keyOf(id) === undefined);
  const looked = unmet.length === 0 ? new Map<string, Uint8Array>() : await keys.patients(unmet);
  const ownKeyOf = (subject: string): Uint8Array | undefined => met.keyOf(subject) ?? looked.get(subject);
  const keyOf = (subject: string | null): Uint8Array =>
    subject === null ? tenantKey : (ownKeyOf(subject) ?? tenantKey);
  const knownBy = [...(own === null ? [] : [own]), ...(individual?.actsForOthers === true ? named : [])];
  const actorKey = keyOfAll(
    knownBy.flatMap((id) => ownKeyOf(id) ?? []),
    tenantKey,
  );
  const isNamed = individual !== null || pseudonyms === 'everyone';

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
    actor: record.actor !== null && isNamed ? nameUnder(actorKey, ACTOR_KIND, record.actor) : record.actor,
    session:
      record.session !== null && individual !== null
        ? nameUnder(actorKey, SESSION_KIND, record.session)
        : record.session,
    subjects: record.subjects.map(({ subject, groups }) => ({
      subject:
        subject === null || NO_ID.has(subject) ? subject : nameUnder(keyOf(subject), 'Patient', subject),
      groups: groups.map((group) => groupOf(group, subject)),
    })),
  };
}
