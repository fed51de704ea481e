import type { DeskPublication, ListedDocument, ShownDocument } from './document-desk.ts';

const AGAIN = 'publishing again leaves these as they are, and goes on with the rest\n';

/** Lines for people; each ends with a line feed. */
export function publicationLines({ accepted, documents, findings }: DeskPublication): string {
  const published = documents.map(({ id, name, status, proposed }) =>
    line(proposed ? 'proposed' : 'known', status, name ?? '-', id),
  );
  const refused = findings.map(({ place, message }) => `${place}: ${message}\n`);
  if (accepted) return published.join('');
  if (published.length === 0) return [...refused, 'nothing was published\n'].join('');
  return [...refused, 'stored before that:\n', ...published, AGAIN].join('');
}

export function listLines(documents: readonly ListedDocument[]): string {
  return documents
    .map(({ status, client, name, id, difference, reason }) => {
      const notes = status === 'PROPOSED' ? differenceNote(difference) : '';
      return line(status.padEnd(8), client, name ?? '-', id, notes, reason ?? '');
    })
    .join('');
}

/** All that a reviewer has to read. */
export function documentLines(document: ShownDocument): string {
  const { footprint, difference, reviewedBy, reviewedAt, reason } = document;
  const roles = footprint.byRole.filter(({ whole, masked }) => whole.length + masked.length > 0);
  return [
    `${document.kind} ${document.name ?? '-'} of ${document.client}: ${document.status}`,
    `id         ${document.id}`,
    `sha256     ${document.sha256}`,
    `proposed   ${document.proposedAt} by ${document.proposedBy}`,
    ...(reviewedAt === null ? [] : [`reviewed   ${reviewedAt} by ${reviewedBy ?? '-'}`]),
    ...(reason === null ? [] : [`reason     ${reason}`]),
    `footprint  ${footprint.hash}`,
    `at most    ${footprint.worstPatients} patients, ${footprint.worstRows} rows`,
    '',
    document.text.trimEnd(),
    '',
    ...section(
      'can read',
      footprint.coordinates.map(({ coordinate, categories, identifier, sensitivity }) =>
        line(coordinate, categories.join('|'), identifier ?? '', sensitivity.join(' ')).trimEnd(),
      ),
    ),
    ...section('filters by', footprint.filters),
    ...section('asks a model for', footprint.insights),
    ...section('changes', footprint.mutations),
    ...roles.flatMap(({ role, whole, masked, denied }) => [
      `${role}: ${whole.length} whole, ${masked.length} masked, ${denied.length} denied`,
      ...masked.map((coordinate) => `  masked ${coordinate}`),
      ...denied.map((coordinate) => `  denied ${coordinate}`),
    ]),
    'every other role: nothing',
    '',
    difference.widened ? 'WIDER than what was approved:' : 'no wider than what was approved',
    ...difference.added.map((text) => `  + ${text}`),
    ...difference.removed.map((text) => `  - ${text}`),
    '',
  ].join('\n');
}

function differenceNote({ widened, added, removed }: ListedDocument['difference']): string {
  return `${widened ? 'wider' : 'no wider'} (+${added.length} -${removed.length})`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((text) => `  ${text}`), ''];
}

function line(...words: readonly string[]): string {
  return `${words.filter((word) => word !== '').join('  ')}\n`;
}
