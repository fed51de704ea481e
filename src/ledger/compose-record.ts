import type { OperationAccess, Refused, Search } from '../access/operation-access.ts';
import type { Row } from '../access/row.ts';
import type { WithheldRow } from '../access/subject-access.ts';
import { isFhirId } from '../fhir-id.ts';
import type { Actor } from '../identity/actor.ts';
import type {
  OperationRecord,
  RecordedField,
  RecordedGroup,
  RecordedInsight,
  RecordedShape,
  RecordedSubject,
} from './operation-record.ts';
import { type OperationHeader, recordHead } from './record-head.ts';

/**
 * The record of what one operation resolved, or `null` when it resolved no PHI, searched and refused nothing.
 * Rows of one type with the same decisions and the same resolved fields share a shape.
 * @param insight on whose behalf its sources were read, before a model is shown any of it.
 */
export function composeRecord(
  header: OperationHeader,
  actor: Actor,
  access: OperationAccess,
  insight: RecordedInsight | null = null,
): OperationRecord | null {
  const shapes = new ShapeList(insight?.coordinate ?? null);
  const subjects: RecordedSubject[] = [];
  for (const subject of access.subjects) {
    const groups = new GroupList(subject.glass);
    for (const row of subject.rows) {
      if (row.seenLow === 0 && row.seenHigh === 0) continue;
      groups.add(shapes.of(row), row.id, row.consent);
    }
    for (const withheld of subject.withheld) {
      groups.add(shapes.ofWithheld(withheld), withheld.id, withheld.consent);
    }
    if (groups.list.length > 0) subjects.push({ subject: subject.facts.subjectId, groups: groups.list });
  }
  for (const refused of access.refused) {
    const group = {
      shape: shapes.ofRefusal(refused),
      resources: [refused.id === '' ? '' : safeId(refused.id)],
      ...NOTHING_MORE,
    };
    const subject = refused.type === 'Patient' && refused.id !== '' ? safeId(refused.id) : null;
    subjects.push({ subject, groups: [group] });
  }
  for (const search of access.searches) {
    subjects.push({
      subject: null,
      groups: [{ shape: shapes.ofSearch(search), resources: [''], ...NOTHING_MORE }],
    });
  }
  if (subjects.length === 0) return null;
  return {
    ...recordHead('operation', header, actor),
    ...(insight === null ? {} : { insight }),
    shapes: shapes.list,
    subjects,
  };
}

const NOTHING_MORE = Object.freeze({ consent: null, breakGlass: null });

interface OpenGroup extends RecordedGroup {
  readonly resources: string[];
}

/** Groups of one patient: few, so looked through rather than indexed. */
class GroupList {
  readonly list: OpenGroup[] = [];
  readonly #glass: string | null;

  constructor(glass: string | null) {
    this.#glass = glass;
  }

  add(shape: number, id: string, consent: string | null): void {
    const known = this.list.find((group) => group.shape === shape && group.consent === consent);
    if (known === undefined) {
      this.list.push({ shape, resources: [id], consent, breakGlass: this.#glass });
    } else known.resources.push(id);
  }
}

class ShapeList {
  readonly list: RecordedShape[] = [];
  readonly #via: string | null;
  readonly #byTable = new Map<unknown, Map<string, number>>();

  constructor(via: string | null) {
    this.#via = via;
  }

  of(row: Row): number {
    const bits = `${row.seenLow}|${row.seenHigh}`;
    const ofTable = this.#byTable.get(row.table) ?? new Map<string, number>();
    this.#byTable.set(row.table, ofTable);
    return (
      ofTable.get(bits) ??
      this.#add(ofTable, bits, { type: resourceTypeOf(row), fields: fieldsOf(row), via: this.#via })
    );
  }

  /** The row as such was refused: its id stands for it. */
  ofWithheld({ type, reason }: WithheldRow): number {
    const key = `${type} ${reason}`;
    const known = this.#byTable.get('withheld') ?? new Map<string, number>();
    this.#byTable.set('withheld', known);
    const field: RecordedField = [`${type}.id`, null, 'DENY', 'REDACT', reason, null];
    const shape = { type, fields: [field], via: this.#via };
    return known.get(key) ?? this.#add(known, key, shape);
  }

  ofRefusal(refused: Refused): number {
    const key = `${refused.coordinate} ${refused.type} ${refused.reason}`;
    const ofRefusals = this.#byTable.get('refusals') ?? new Map<string, number>();
    this.#byTable.set('refusals', ofRefusals);
    const field: RecordedField = [refused.coordinate, null, 'DENY', 'REDACT', refused.reason, null];
    return (
      ofRefusals.get(key) ??
      this.#add(ofRefusals, key, { type: refused.type, fields: [field], via: this.#via })
    );
  }

  ofSearch({ filter, type, grant }: Search): number {
    const field: RecordedField = [filter.coordinate, filter.category, 'PERMIT', 'NONE', 'GRANT', grant];
    return this.list.push({ type, fields: [field], via: this.#via }) - 1;
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

/** An id from a request is recorded only in FHIR's form, so that it carries no free text. */
function safeId(id: string): string {
  return isFhirId(id) ? id : 'not-an-id';
}
