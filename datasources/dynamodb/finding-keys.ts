import type { Severity } from '../../src/signals/finding.ts';
import type { FindingQuery } from '../../src/signals/finding-store.ts';
import { FINDING_STATES, type KeptFinding } from '../../src/signals/kept-finding.ts';
import type { ItemKey } from './batch-get.ts';
import { isTenantName } from './item-keys.ts';

const SEVERITIES: readonly Severity[] = Object.freeze(['LOW', 'MEDIUM', 'HIGH']);
const ID = /^[0-9a-f]{32}$/;
/** In a list: when it began, as it was first known, and its id. */
const PLACE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#([0-9a-f]{32})$/;

export function isFindingId(id: string): boolean {
  return ID.test(id);
}

/** @param id MUST be one of a finding. */
export function findingKey(tenant: string, id: string): ItemKey {
  if (!isFindingId(id)) throw new RangeError('no id of a finding');
  return { table: 'data', pk: `${own(tenant)}#${id}`, sk: 'FINDING' };
}

export function placeOf({ finding: { from, id } }: KeptFinding): string {
  return `${from}#${id}`;
}

/** `null`: it is the place of nothing. */
export function idAtPlace(place: string): string | null {
  return PLACE.exec(place)?.[1] ?? null;
}

/**
 * The lists that a finding stands in: by state and severity, and by state and detector. So what is asked for by any of
 * these is read and nothing else is.
 */
export function listsOf({ finding, state }: KeptFinding): readonly string[] {
  const { tenant, severity, detector } = finding;
  return [`${own(tenant)}#${state}#${severity}`, `${own(tenant)}#${state}#${detector}`];
}

/** Lists that together have all that is asked for, each finding once. */
export function listsFor(
  tenant: string,
  { state, severity, detector }: Pick<FindingQuery, 'state' | 'severity' | 'detector'>,
): readonly string[] {
  const states = state === null ? FINDING_STATES : [state];
  const kinds = detector === null ? (severity === null ? SEVERITIES : [severity]) : [detector];
  return states.flatMap((one) => kinds.map((kind) => `${own(tenant)}#${one}#${kind}`));
}

function own(tenant: string): string {
  if (!isTenantName(tenant)) throw new RangeError('a tenant name is letters, digits, and . _ - within');
  return `T#${tenant}#FINDING`;
}
