import { OUTSIDE_STAFF } from '../access/relationships.ts';
import type { OperationRecord } from '../ledger/operation-record.ts';

/** What detectors look at, of one stored record. */
export interface SeenRecord {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly tenant: string | null;
  readonly actor: string | null;
  readonly role: string;
  /** False: whoever asked did so as a patient, as a proxy or as a system, and in no role of staff. */
  readonly isStaff: boolean;
  /** Whether whoever asked did so as a patient or as a proxy alone. */
  readonly isPatients: boolean;
  readonly network: string | null;
  readonly purpose: string;
  readonly request: string;
  readonly isPrivileged: boolean;
  readonly operation: string | null;
  /** Patients of whom something was given, whole or masked. */
  readonly given: readonly string[];
  /** Patients of whom something was refused. */
  readonly refused: readonly string[];
  /** Patients of whom something was read through a glass. */
  readonly throughGlass: readonly string[];
  /** What was refused: `Type/id` where an id was not there for the actor, else the coordinate. */
  readonly denied: readonly string[];
  /** Ids of patients that were asked for and not there for the actor. */
  readonly strangers: readonly string[];
  /** Ids of glasses that were opened. */
  readonly opened: readonly string[];
  /** A model was shown something for an insight. */
  readonly sentToModel: boolean;
  /** Insights that were given. */
  readonly insights: number;
}

/** Whose own records these are, and who keeps no working hours. */
const PATIENTS: readonly string[] = Object.freeze(['PATIENT', 'PROXY']);
const OPENING = 'Mutation.breakGlass';

/** @returns `null` for a record whose time cannot be read, which the verifier finds. */
export function seeRecord(record: OperationRecord): SeenRecord | null {
  const time = Date.parse(record.time);
  if (Number.isNaN(time)) return null;
  const given = new Set<string>();
  const refused = new Set<string>();
  const throughGlass = new Set<string>();
  const denied = new Set<string>();
  const strangers = new Set<string>();
  const opened = new Set<string>();
  let insights = 0;
  for (const { subject, groups } of record.subjects) {
    for (const { shape: index, resources, breakGlass } of groups) {
      const shape = record.shapes[index];
      if (shape === undefined) continue;
      let isGiven = false;
      for (const [coordinate, category, decision, , reason] of shape.fields) {
        if (coordinate === OPENING && breakGlass !== null) opened.add(breakGlass);
        if (decision !== 'DENY') {
          isGiven = true;
          if (reason === 'BREAK_GLASS' && record.kind === 'operation' && subject !== null)
            throughGlass.add(subject);
          continue;
        }
        if (subject !== null) refused.add(subject);
        // An id that was not there has no row, and so no category.
        const isId = category === null && reason === 'RELATIONSHIP';
        for (const id of isId ? resources : []) {
          denied.add(`${shape.type}/${id}`);
          if (shape.type === 'Patient' && id !== '') strangers.add(id);
        }
        if (!isId) denied.add(coordinate);
      }
      if (isGiven && subject !== null && record.kind === 'operation') given.add(subject);
      if (isGiven && shape.type === 'Insight') insights += resources.length;
    }
  }
  return {
    id: record.id,
    time,
    tenant: record.tenant,
    actor: record.actor,
    role: record.roles.join('+'),
    isStaff: !isEach(record.roles, OUTSIDE_STAFF),
    isPatients: isEach(record.roles, PATIENTS),
    network: record.network,
    purpose: record.purpose ?? '',
    request: record.request,
    isPrivileged: record.kind === 'privileged',
    operation: record.operation,
    given: [...given],
    refused: [...refused],
    throughGlass: [...throughGlass],
    denied: [...denied],
    strangers: [...strangers],
    opened: [...opened],
    sentToModel: record.insight?.sent === true,
    insights,
  };
}

function isEach(roles: readonly string[], among: readonly string[]): boolean {
  return roles.length > 0 && roles.every((role) => among.includes(role));
}
