import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../datasources/open-store.ts';
import { loadConfig } from '../../src/config.ts';
import { storeEnded } from '../support/copy-demo.ts';
import { actor } from '../support/small-gateway.ts';
import { insight } from './insight-samples.ts';
import { patient } from './resources.ts';

const needs = { pseudonyms: false, signal: new AbortController().signal };

describe('a store', () => {
  let folder: string;
  let store: Store;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'phield-open-'));
    store = await openStore(loadConfig({ PHIELD_DATA_DIR: folder }), () => 0);
    await store.openWriter('riverside').write([patient('ada'), patient('shared')]);
    await store.openWriter('lakeside').write([patient('ben'), patient('shared')]);
  });
  afterAll(async () => {
    await store.close();
    await storeEnded(folder);
    await rm(folder, { recursive: true, force: true });
  });

  it('opens the data of the actor’s own tenant, and no other', async () => {
    const existing = async (tenant: string) => {
      const data = store.openHealthData(actor({ tenant }), needs, 0);
      const facts = await Promise.all(['ada', 'ben', 'shared'].map((id) => data.facts(id)));
      return facts.filter(({ exists }) => exists).map(({ subjectId }) => subjectId);
    };
    expect(await existing('riverside')).toEqual(['ada', 'shared']);
    expect(await existing('lakeside')).toEqual(['ben', 'shared']);
    expect(await existing('hillside')).toEqual([]);
  });

  it('opens the commands of the actor’s own tenant, and no other', async () => {
    const open = (tenant: string, subjectId: string) =>
      store.openCommands(actor({ tenant }), needs.signal).openGlass({
        id: `of-${subjectId}`,
        subjectId,
        reason: 'OVRER',
        justification: 'x',
        minutes: 1,
      });
    expect(await open('riverside', 'ben')).toBeNull();
    const opened = await open('riverside', 'ada');
    expect(opened?.id).toBe('of-ada');
    const { id, issuer } = actor({ tenant: 'riverside' });
    const data = store.openHealthData(actor({ tenant: 'riverside', id, issuer }), needs, 0);
    expect((await data.facts('ada')).glass).toEqual(opened);
  });

  it('opens the insights of the actor’s own tenant, and no other', async () => {
    const open = (tenant: string) => store.openInsights(actor({ tenant }), needs.signal);
    const save = (tenant: string) => open(tenant).save(insight(`of-${tenant}`, 'ada'), 'question', 1);
    expect(await save('lakeside')).toBe('erased');
    expect(await save('riverside')).toBe('stored');
    expect((await open('riverside').find('of-riverside'))?.id).toBe('of-riverside');
    expect((await open('riverside').cached('ada', 'question'))?.id).toBe('of-riverside');
    expect(await open('lakeside').find('of-riverside')).toBeNull();
  });

  it('seals a text under the tenant’s own key, never the same twice', async () => {
    const sealed = await store.sealText('riverside', '192.0.2.1');
    expect(Buffer.from(sealed, 'base64url').includes('192.0.2.1')).toBe(false);
    expect(await store.sealText('riverside', '192.0.2.1')).not.toBe(sealed);
  });
});
