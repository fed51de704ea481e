import type { InputFile } from '../../src/import/input-file.ts';
import { type ImportOptions, runImport } from '../../src/import/run-import.ts';
import { createMemoryWriter, type MemoryWriter } from '../support/memory-writer.ts';

/** Imports files into memory. */
export async function importFiles(
  files: readonly InputFile[],
  writer: MemoryWriter = createMemoryWriter(),
  options: Partial<ImportOptions> & { readonly signal?: AbortSignal } = {},
) {
  const report = await runImport(
    {
      tenant: 'riverside',
      inputs: { files, unreadable: [], ignored: 0 },
      bases: [],
      dryRun: false,
      ...options,
    },
    {
      writer,
      find: async (reference) => writer.held.get(reference)?.resource ?? null,
      findRows: async (subjectId, types) =>
        [...writer.held.values()]
          .filter((row) => !row.removed && row.subjectId === subjectId && types.includes(row.resourceType))
          .map(({ resource, rowCategories, labels }) => ({ ...resource, subjectId, rowCategories, labels })),
      async *findPatients() {
        yield* new Set([...writer.held.values()].flatMap(({ subjectId }) => subjectId ?? []));
      },
      clock: () => 0,
      peakMegabytes: () => 0,
      onProgress: () => {},
      signal: options.signal ?? new AbortController().signal,
    },
  );
  return { report, writer };
}

/** What a writer holds, comparable. */
export function held(writer: MemoryWriter): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...writer.held].sort(([a], [b]) => (a < b ? -1 : 1)));
}
