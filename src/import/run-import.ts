import type { HealthDataWriter } from '../../datasources/health-data.ts';
import type { Clock } from '../clock.ts';
import type { DocumentUrls } from './document-facts.ts';
import type { FoundInputs } from './find-inputs.ts';
import { ImportCounts, type ImportReport, type Place } from './import-report.ts';
import type { InputFile } from './input-file.ts';
import { KnownResources } from './known-resources.ts';
import { type LargeDocuments, learnFile } from './learn-file.ts';
import { learnNewer, OvertakenResources } from './learn-newer.ts';
import { type FindStored, learnStored } from './learn-stored.ts';
import { InputUnreadableError } from './read-input.ts';
import { type FindPatients, type FindRows, LabelledPatients, relabelQuoting } from './relabel-quoting.ts';
import { storeFile } from './store-file.ts';
import { writeBatches } from './write-batches.ts';

export interface ImportProgress {
  readonly phase: 'reading' | 'writing';
  /** Stored bytes read in this phase, of `totalBytes`. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Resources accounted for. */
  readonly resources: number;
}

export interface ImportOptions {
  readonly tenant: string;
  readonly inputs: FoundInputs;
  /** FHIR base addresses whose absolute references are ours. */
  readonly bases: readonly string[];
  readonly dryRun: boolean;
}

export interface ImportDependencies {
  readonly writer: HealthDataWriter;
  readonly find: FindStored;
  readonly findRows: FindRows;
  readonly findPatients: FindPatients;
  readonly clock: Clock;
  /** Largest resident set of this process so far, in megabytes. */
  readonly peakMegabytes: () => number;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Once aborted, what is under way is written and the import ends early. */
  readonly signal: AbortSignal;
}

/**
 * Imports all inputs in two passes: the first learns what resources say about each other, the second prepares and
 * writes. Nothing an input holds makes it throw; what cannot be stored is counted with its place and reason.
 *
 * @throws UpstreamUnavailableError when the store fails. What was written stays; run again to go on.
 */
export async function runImport(
  options: ImportOptions,
  dependencies: ImportDependencies,
): Promise<ImportReport> {
  const { inputs, tenant, dryRun, bases } = options;
  const { writer, clock, peakMegabytes, signal, onProgress } = dependencies;
  const started = clock();
  const counts = new ImportCounts();
  const unreadable = new Set(inputs.unreadable);
  const totalBytes = inputs.files.reduce((sum, file) => sum + file.size, 0);

  const known = new KnownResources();
  const learned: { readonly file: InputFile; readonly large: LargeDocuments }[] = [];
  const onRead = countBytes('reading');
  const lookUp = () => learnStored(known, dependencies.find);
  for (const file of inputs.files) {
    if (signal.aborted) break;
    const large = new Map<number, DocumentUrls>();
    await reading(file, () => learnFile(file, known, large, onRead, { signal, lookUp }));
    // Also a file that failed half-way: what can be read of it is stored.
    learned.push({ file, large });
  }

  if (!signal.aborted) await lookUp();

  const overtaken = new OvertakenResources();
  const batches = writeBatches<Place>(writer, (placed, outcome) => {
    counts.written(placed, outcome);
    if (outcome === 'older') overtaken.note(placed.write);
  });
  const labelled = new LabelledPatients();
  const context = { known, bases, counts, batches, labelled, signal };
  const onWritten = countBytes('writing');
  for (const { file, large } of learned) {
    if (signal.aborted) break;
    await reading(file, () => storeFile(file, large, onWritten, context));
  }
  await batches.end();
  const stored = { ...dependencies, known, bases };
  await learnNewer(overtaken, labelled, stored);
  const relabelled = await relabelQuoting(labelled, stored);

  const seconds = Math.max((clock() - started) / 1_000, 0.001);
  return Object.freeze({
    tenant,
    dryRun,
    interrupted: signal.aborted,
    files: inputs.files.length,
    ignoredFiles: inputs.ignored,
    unreadableFiles: [...unreadable],
    ...counts.summary(),
    relabelled,
    seconds,
    resourcesPerSecond: Math.round(counts.resources / seconds),
    peakMegabytes: Math.round(peakMegabytes()),
  });

  async function reading(file: InputFile, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof InputUnreadableError)) throw error;
      unreadable.add(file.name);
    }
  }

  function countBytes(phase: ImportProgress['phase']): (count: number) => void {
    let bytes = 0;
    return (count) => {
      bytes += count;
      onProgress({ phase, bytes, totalBytes, resources: counts.resources });
    };
  }
}
