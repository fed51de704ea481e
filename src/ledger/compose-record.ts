import type { OperationAccess, Refused, Search } from '../access/operation-access.ts';
import type { Row } from '../access/row.ts';
import type { WithheldRow } from '../access/subject-access.ts';
import type { Actor } from '../identity/actor.ts';
import type {
  OperationRecord,
  RecordedField,
  RecordedGroup,
  RecordedShape,
  RecordedSubject,
} from './operation-record.ts';

/** What a record says of the operation itself. */
export interface OperationHeader {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly request: string;
  readonly network: string | null;
  readonly address: string | null;
  readonly document: string | null;
  readonly operation: string | null;
  readonly policyVersion: string;
}

/**
 * The record of what one operation resolved, or `null` when it resolved no PHI, searched and refused nothing.
 * Rows of one type with the same decisions and the same resolved fields share a shape.
 */
export function composeRecord(
  header: OperationHeader,
  actor: Actor,
  access: OperationAccess,
): OperationRecord | null {
  const shapes = new ShapeList();
  const subjects: RecordedSubject[] = [];
  for (const subject of access.subjects) {
    const groups = new Map<number, string[]>();
    for (const row of subject.rows) {
      if (row.seenLow === 0 && row.seenHigh === 0) continue;
      const shape = shapes.of(row);
      const resources = groups.get(shape);
      if (resources === undefined) groups.set(shape, [row.id]);
      else resources.push(row.id);
    }
    for (const withheld of subject.withheld) {
      const shape = shapes.ofWithheld(withheld);
      const resources = groups.get(shape);
      if (resources === undefined) groups.set(shape, [withheld.id]);
      else resources.push(withheld.id);
    }
    if (groups.size > 0) subjects.push({ subject: subject.facts.subjectId, groups: asGroups(groups) });
  }
  for (const refused of access.refused) {
    const group = {
      shape: shapes.ofRefusal(refused),
      resources: [refused.id === '' ? '' : safeId(refused.id)],
    };
    const subject = refused.type === 'Patient' && refused.id !== '' ? safeId(refused.id) : null;
    subjects.push({ subject, groups: [group] });
  }
  for (const search of access.searches) {
    subjects.push({ subject: null, groups: [{ shape: shapes.ofSearch(search), resources: [''] }] });
  }
  if (subjects.length === 0) return null;
  return {
    v: 1,
    kind: 'operation',
    ...header,
    tenant: actor.tenant,
    actor: actor.id,
    roles: actor.roles,
    assurance: actor.assurance,
    client: actor.client,
    purpose: actor.purpose,
    session: actor.session,
    refusal: null,
    count: 1,
    shapes: shapes.list,
    subjects,
  };
}

const NOTHING_MORE = Object.freeze({ via: null, consent: null, breakGlass: null });

class ShapeList {
  readonly list: RecordedShape[] = [];
  readonly #byTable = new Map<unknown, Map<string, number>>();

  of(row: Row): number {
    const { consent } = row;
    const breakGlass = row.table.circumstances.glass ? row.subject.glass : null;
    const bits = `${row.seenLow}|${row.seenHigh}|${consent ?? ''}|${breakGlass ?? ''}`;
    const ofTable = this.#byTable.get(row.table) ?? new Map<string, number>();
    this.#byTable.set(row.table, ofTable);
    return (
      ofTable.get(bits) ??
      this.#add(ofTable, bits, {
        type: resourceTypeOf(row),
        fields: fieldsOf(row),
        via: null,
        consent,
        breakGlass,
      })
    );
  }

  /** The row as such was refused: its id stands for it. */
  ofWithheld({ type, reason, consent }: WithheldRow): number {
    const key = `${type} ${reason} ${consent ?? ''}`;
    const known = this.#byTable.get('withheld') ?? new Map<string, number>();
    this.#byTable.set('withheld', known);
    const field: RecordedField = [`${type}.id`, null, 'DENY', 'REDACT', reason, null];
    const shape = { type, fields: [field], via: null, consent, breakGlass: null };
    return known.get(key) ?? this.#add(known, key, shape);
  }

  ofRefusal(refused: Refused): number {
    const key = `${refused.coordinate} ${refused.type} ${refused.reason}`;
    const ofRefusals = this.#byTable.get('refusals') ?? new Map<string, number>();
    this.#byTable.set('refusals', ofRefusals);
    const field: RecordedField = [refused.coordinate, null, 'DENY', 'REDACT', refused.reason, null];
    return (
      ofRefusals.get(key) ??
      this.#add(ofRefusals, key, { type: refused.type, fields: [field], ...NOTHING_MORE })
    );
  }

  ofSearch({ filter, type, grant }: Search): number {
    const field: RecordedField = [filter.coordinate, filter.category, 'PERMIT', 'NONE', 'GRANT', grant];
    return this.list.push({ type, fields: [field], ...NOTHING_MORE }) - 1;
  }

  #add(keys: Map<string, number>, key: string, shape: RecordedShape): number {
    keys.set(key, this.list.length);
    return this.list.push(shape) - 1;
  }
}

/** The FHIR type where the record tells one: PatientMatch shows a Patient. */
function resourceTypeOf({ record, table }: Row): string {
  return typeof record.resourceType === 'string' ? record.resourceType : table.type.name;
}

function fieldsOf(row: Row): RecordedField[] {
  const { type, decisions, fieldCategories } = row.table;
  const fields: RecordedField[] = [];
  for (const field of type.fields) {
    const decided = decisions[field.index];
    if (decided === undefined || !row.hasSeen(field.index)) continue;
    fields.push([
      field.coordinate,
      fieldCategories[field.index] ?? null,
      decided.decision,
      decided.mask,
      decided.reason,
      decided.grant,
    ]);
  }
  return fields;
}

function asGroups(groups: ReadonlyMap<number, string[]>): RecordedGroup[] {
  return [...groups].map(([shape, resources]) => ({ shape, resources }));
}

/** FHIR R4 id grammar: an id from a request is recorded only in this form, so that it carries no free text. */
function safeId(id: string): string {
  return /^[A-Za-z0-9\-.]{1,64}$/.test(id) ? id : 'not-an-id';
}
