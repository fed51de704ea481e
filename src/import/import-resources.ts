import type { HealthDataWriter } from '../../datasources/health-data.ts';
import type { FhirObject } from '../fhir/fhir-json.ts';
import { entryOf } from './bundle-entries.ts';
import { DocumentUrls, documentFacts } from './document-facts.ts';
import { ImportCounts, type Place } from './import-report.ts';
import { KnownResources } from './known-resources.ts';
import { learnItem } from './learn-file.ts';
import { LabelledPatients } from './relabel-quoting.ts';
import { storeItem } from './store-item.ts';
import { writeBatches } from './write-batches.ts';

/**
 * Writes resources that are at hand, such as generated ones, as an import of a file with them would. The resources
 * are taken over: references and borrowed codes are written into them. Rows stored earlier are not looked at.
 *
 * @throws UpstreamUnavailableError when the store fails.
 */
export async function importResources(
  resources: Iterable<FhirObject>,
  writer: HealthDataWriter,
): Promise<ReturnType<ImportCounts['summary']>> {
  const known = new KnownResources();
  const urls = new DocumentUrls();
  const items = Array.from(resources, (resource, index) => ({
    kind: 'resource' as const,
    position: `resource ${index + 1}`,
    input: entryOf({ resource }),
    size: 0,
  }));
  for (const item of items) learnItem(item, known, urls);
  const counts = new ImportCounts();
  const batches = writeBatches<Place>(writer, (placed, outcome) => counts.written(placed, outcome));
  const tally = { counts, batches, labelled: new LabelledPatients() };
  const facts = documentFacts(known, urls, []);
  for (const item of items) await storeItem(item, 'generated', facts, tally);
  await batches.end();
  return counts.summary();
}
