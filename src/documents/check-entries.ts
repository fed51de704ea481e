import { setImmediate } from 'node:timers/promises';
import type { CheckedDocument, DocumentCheck } from './check-document.ts';
import type { DocumentFinding, ManifestEntry } from './manifest-entry.ts';
import { PUBLISH_LIMITS } from './publish-limits.ts';

/**
 * One publication as a whole: not more documents than one may hold, no id twice, and each as `check` finds it. Other
 * work is let in between.
 */
export async function checkEntries(
  entries: readonly ManifestEntry[],
  check: (entry: ManifestEntry) => DocumentCheck,
): Promise<{
  readonly checked: readonly (readonly [ManifestEntry, CheckedDocument])[];
  readonly findings: readonly DocumentFinding[];
}> {
  const checked: (readonly [ManifestEntry, CheckedDocument])[] = [];
  const findings: DocumentFinding[] = [];
  if (entries.length > PUBLISH_LIMITS.documents) {
    const message = `more than ${PUBLISH_LIMITS.documents} documents at once`;
    return { checked, findings: [{ id: null, place: 'documents', message }] };
  }
  const places = new Map<string, string>();
  for (const entry of entries) {
    const before = places.get(entry.id);
    places.set(entry.id, before ?? entry.place);
    if (before !== undefined) {
      findings.push({ id: entry.id, place: entry.place, message: `the same id as ${before}` });
      continue;
    }
    await setImmediate();
    const result = check(entry);
    if ('checked' in result) checked.push([entry, result.checked]);
    else findings.push(...result.findings);
  }
  return { checked, findings };
}

/** As many findings as are told, and how many are left. */
export function toldFindings(findings: readonly DocumentFinding[]): readonly DocumentFinding[] {
  const { findings: most } = PUBLISH_LIMITS;
  const left = findings.length - most;
  const told = findings.slice(0, most);
  if (left > 0) told.push({ id: null, place: 'documents', message: `and ${left} more findings` });
  return told;
}
