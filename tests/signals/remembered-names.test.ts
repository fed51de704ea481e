import { describe, expect, it } from 'vitest';
import { SignalBlock } from '../../src/access/signal-block.ts';
import { createLedgerNames } from '../../src/ledger/ledger-names.ts';
import { rememberedNames } from '../../src/signals/remembered-names.ts';
import { settingsUnderNames } from '../../src/signals/settings-under-names.ts';

describe('whoever a tenant lists', () => {
  it('is looked for under all names, in the order of the list', async () => {
    const key = new Uint8Array(32).fill(7);
    const names = createLedgerNames({ tenant: async () => key, patients: async () => new Map() });
    const ids = Array.from({ length: 40 }, (_, at) => `p${at}`);
    const block = { vips: ids, exporters: ['auditor'], colleagues: { nurse: 'p1' } };
    const settings = await settingsUnderNames(SignalBlock.parse(block), names);
    const [one, other] = await names.patient('p1');
    expect(settings.vips.filter((id) => !id.startsWith('~'))).toEqual(ids);
    expect(settings.vips.slice(2, 4)).toEqual([one, other]);
    expect(settings.exporters).toEqual(await names.actor('auditor'));
    expect(settings.colleagues).toEqual(
      Object.fromEntries((await names.actor('nurse')).map((name) => [name, [one, other]])),
    );
  });

  it('is looked up anew where something else was set, where it failed, and once an hour', async () => {
    let now = 0;
    let looks = 0;
    let fails = true;
    const look = rememberedNames(
      () => now,
      async (_tenant, signals) => {
        looks += 1;
        if (fails) throw new Error('away');
        return signals;
      },
    );
    const settings = SignalBlock.parse({});
    await expect(look('north', settings)).rejects.toThrow('away');
    fails = false;
    for (let turn = 0; turn < 3; turn += 1) await look('north', settings);
    expect(looks).toBe(2);
    await look('south', settings);
    await look('north', SignalBlock.parse({}));
    expect(looks).toBe(4);
    now = 3_600_000;
    await look('south', settings);
    expect(looks).toBe(5);
  });
});
