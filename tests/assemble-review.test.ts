import { expect, it, vi } from 'vitest';
import { loadSdl } from '../directives/load-sdl.ts';
import { readAccessModel } from '../directives/read-access-model.ts';
import { readSdl } from '../directives/read-sdl.ts';
import { createTenantPolicy } from '../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../src/access/parse-tenant-overlay.ts';
import { assembleReview } from '../src/assemble-review.ts';
import { Closing } from '../src/closing.ts';
import { UpstreamUnavailableError } from '../src/errors.ts';
import type { OperationRecord } from '../src/ledger/operation-record.ts';
import { MemoryArchive, NARROWED } from './support/reviewed-world.ts';

const sdl = readSdl(await loadSdl('schema'));
const model = readAccessModel(sdl);
const overlay = parseTenantOverlay(NARROWED, 'tenants/riverside.yaml', model);
const { version } = createTenantPolicy(overlay, model);
const file = { name: overlay.file, body: NARROWED };

class FailingArchive extends MemoryArchive {
  failing = true;

  override async keep(...args: Parameters<MemoryArchive['keep']>): Promise<void> {
    if (this.failing) throw new UpstreamUnavailableError('store: gone');
    await super.keep(...args);
  }
}

it('an archive that cannot be written is told once; the policy is on record once its very texts are kept', async () => {
  vi.useFakeTimers();
  try {
    const archive = new FailingArchive();
    const records: OperationRecord[] = [];
    const log: string[] = [];
    const closing = new Closing();
    const { announce, openAccessReview } = assembleReview(
      {
        ...{ sdl, model, archive, clock: () => 7, newId: () => 'id' },
        tenants: {
          overlay: () => overlay,
          inForce: () => new Map([['riverside', { version, overlay: overlay.version, file }]]),
        },
        ledger: { append: async (record) => void records.push(record) },
        log: { warn: (event) => void log.push(event) },
      },
      closing,
    );
    await announce();
    await vi.advanceTimersByTimeAsync(3_000);
    expect([log, records]).toEqual([['policy.archive.unavailable'], []]);
    archive.failing = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log).toEqual(['policy.archive.unavailable', 'policy.archive.available']);
    expect(records.map(({ operation, policyVersion }) => [operation, policyVersion])).toEqual([
      ['policy_in_force', version],
    ]);
    const [kept] = await archive.list('riverside');
    expect(kept).toEqual({ version, schema: model.version, overlay: overlay.version, from: 7 });
    expect(kept && (await archive.texts('riverside', kept))).toEqual({ schema: sdl.files, overlay: file });
    expect(await openAccessReview('riverside').versions()).toMatchObject([{ version, from: 7, to: null }]);
    await closing.run();
  } finally {
    vi.useRealTimers();
  }
});
