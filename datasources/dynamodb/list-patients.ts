import { z } from 'zod';
import type { SubjectFacts } from '../../src/access/facts.ts';
import { BadUserInputError } from '../../src/errors.ts';
import type {
  Page,
  PageRequest,
  PatientScope,
  PatientWithFacts,
  Positioned,
  StoredRecord,
} from '../health-data.ts';
import { requiredText } from './item.ts';
import { isReference } from './item-keys.ts';
import { checkFirst } from './list-rows.ts';
import { queryPages } from './query-pages.ts';
import type { ReadPatient } from './read-patient.ts';
import type { ReadScope } from './read-scope.ts';
import { dateShift, instantKey } from './sort-key.ts';

type PatientPage = Page<PatientWithFacts>;
type Admit = (facts: SubjectFacts, record: StoredRecord | null) => boolean;

/** Where a list stands: in the panel of one anchor (or, without one, in the list of all), after one sort key. */
const Place = z
  .strictObject({ a: z.string().refine(isReference).nullable(), k: z.string().min(1).max(128) })
  .readonly();
type Place = z.infer<typeof Place>;

/** Candidates read at once while filling a page, however small the page. */
const CHUNK = 10;

/**
 * Patients page by page. Candidates come from the list of all, or from the actor's panels one after the
 * other; facts decide, so that an entry left behind in a panel shows nobody. A patient in several panels
 * comes with the first only.
 */
export async function listPatients(
  scope: ReadScope,
  patient: (id: string) => Promise<ReadPatient>,
  patients: PatientScope,
  page: PageRequest,
  admit: Admit,
  tiedSince: number,
): Promise<PatientPage> {
  checkFirst(page);
  if (patients.kind === 'ONE') return onePatient(await patient(patients.subjectId), page, admit);
  const after = page.after === null ? null : readPlace(page.after, patients.kind === 'TIED');
  const rows: Positioned<PatientWithFacts>[] = [];
  for await (const candidates of candidatePages(scope, patients.kind, after, page.first, tiedSince)) {
    const read = await Promise.all(candidates.map(({ id }) => patient(id)));
    for (const [at, found] of read.entries()) {
      const candidate = candidates[at];
      if (candidate === undefined || !found.facts.exists || !candidate.belongs(found)) continue;
      if (!admit(found.facts, found.record)) continue;
      if (rows.length === page.first) return { rows, hasNextPage: true };
      const { record, facts } = found;
      rows.push({ record: { record, facts }, position: writePlace(candidate.place) });
    }
  }
  return { rows, hasNextPage: false };
}

interface Candidate {
  readonly id: string;
  readonly place: Place;
  /** False for what a later panel, or a panel entry left behind, repeats. */
  belongs(found: ReadPatient): boolean;
}

async function* candidatePages(
  scope: ReadScope,
  kind: 'TENANT' | 'TIED',
  after: Place | null,
  first: number,
  tiedSince: number,
): AsyncGenerator<readonly Candidate[]> {
  const { itemKeys, store } = scope;
  const Limit = Math.max(first + 1, CHUNK);
  if (kind === 'TENANT') {
    const { pk } = itemKeys.listed('');
    const ExclusiveStartKey = after === null ? undefined : { pk: { S: pk }, sk: { S: after.k } };
    for await (const items of queryPages(store, { pk, Limit, ExclusiveStartKey, ConsistentRead: true })) {
      yield items.map((item) => {
        const id = requiredText(item, 'sk');
        return { id, place: { a: null, k: id }, belongs: () => true };
      });
    }
    return;
  }
  const [anchors, { secrets }] = await Promise.all([scope.anchors(), scope.tenantKeys()]);
  const since = instantKey(tiedSince, dateShift(secrets.index));
  for (const [at, anchor] of anchors.entries()) {
    if (after !== null && isDone(anchors, anchor, after.a)) continue;
    const earlier = anchors.slice(0, at);
    const pk = itemKeys.panel(anchor);
    const goesOn = after?.a === anchor && after.k > since;
    for await (const items of queryPages(store, {
      pk,
      range: goesOn ? 'sk > :from' : 'sk >= :from',
      values: { ':from': goesOn ? after.k : since },
      Limit,
      ConsistentRead: true,
    })) {
      yield items.map((item) => {
        const key = requiredText(item, 'sk');
        return {
          id: key.slice(key.indexOf('#') + 1),
          place: { a: anchor, k: key },
          belongs: ({ panels }) =>
            panels.get(anchor) === key && !earlier.some((other) => (panels.get(other) ?? '') >= since),
        };
      });
    }
  }
}

/** Anchors come itself first, then sorted; the one a page ended in may be held no more. */
function isDone(anchors: readonly string[], anchor: string, last: string | null): boolean {
  const [own] = anchors;
  return last !== null && last !== own && last !== anchor && (anchor === own || anchor < last);
}

function onePatient({ record, facts }: ReadPatient, page: PageRequest, admit: Admit): PatientPage {
  const shown = page.after === null && facts.exists && admit(facts, record);
  return {
    rows: shown && page.first > 0 ? [{ record: { record, facts }, position: 'one' }] : [],
    hasNextPage: shown && page.first === 0,
  };
}

function writePlace(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readPlace(position: string, tied: boolean): Place {
  try {
    const place = Place.parse(JSON.parse(Buffer.from(position, 'base64url').toString('utf8')));
    if ((place.a !== null) === tied) return place;
  } catch {
    // Whatever it was, it is not one of ours.
  }
  throw new BadUserInputError('a position is not of this list');
}
