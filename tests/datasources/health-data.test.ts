import { openInMemoryHealthData } from '../../bench/in-memory-health-data.ts';
import { testStores } from '../support/test-stores.ts';
import { type Backend, DAY, NOW, openDynamoBackend } from './backends.ts';
import { createInMemoryTenant, type InMemoryTenant } from './in-memory-tenant.ts';
import { describePatients } from './patients-suite.ts';
import { describeRows } from './rows-suite.ts';
import { describeTies } from './ties-suite.ts';
import { describeWriting } from './writing-suite.ts';

function describeHealthData(name: string, open: () => Promise<Backend>): void {
  describePatients(name, open);
  describeRows(name, open);
  describeTies(name, open);
  describeWriting(name, open);
}

for (const store of testStores()) describeHealthData(store.name, () => openDynamoBackend(store));

describeHealthData('memory', async (): Promise<Backend> => {
  const tenants = new Map<string, InMemoryTenant>();
  const tenantOf = (name: string) => {
    const tenant = tenants.get(name) ?? createInMemoryTenant();
    tenants.set(name, tenant);
    return tenant;
  };
  return {
    reader: ({
      tenant = 'riverside',
      fhirUser = null,
      purpose = 'TREAT',
      needsPseudonyms = false,
      now = NOW,
    } = {}) =>
      openInMemoryHealthData(tenantOf(tenant).resources(), {
        fhirUser,
        purpose,
        needsPseudonyms,
        tiedSince: () => now - 30 * DAY,
        clock: () => now,
      }),
    writer: (tenant = 'riverside') => tenantOf(tenant).writer,
    close: async () => undefined,
  };
});
