import { parse, print } from 'graphql';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { documentChecks } from '../../src/documents/document-checks.ts';
import type { DocumentRegistry } from '../../src/documents/document-registry.ts';
import { recheckDocuments } from '../../src/documents/recheck-documents.ts';
import { LedgerUnavailableError, PhieldError } from '../../src/errors.ts';
import { MemoryDocuments } from '../support/memory-documents.ts';
import { registered } from './registered.ts';

const TEXT = print(parse('query Name { patient(id: 1) { name { family } birthDate } }'));
const TIGHT = 'tighten: [{ roles: [NURSE], coordinates: [Patient.name], mask: REDACT }]';

const store = new MemoryDocuments();
let under: (tenantFile: string) => DocumentRegistry;
beforeAll(async () => {
  const sdl = readSdl(await loadSdl('schema'));
  const model = readAccessModel(sdl);
  under = (tenantFile) => {
    const policy = createTenantPolicy(
      parseTenantOverlay(`tenant: riverside\n${tenantFile}`, 't.yaml', model),
      model,
    );
    return {
      ...documentChecks(sdl.schema, model, policy),
      store,
      tenant: 'riverside',
      clock: () => 0,
    };
  };
});
const recorded: string[] = [];
beforeEach(() => {
  store.clear();
  recorded.length = 0;
});

const record = async (client: string, id: string) => {
  recorded.push(`${client} ${id}`);
};

/** As it is stored under that tenant's file, approved unless said otherwise. */
async function keep(tenantFile: string, changes: Parameters<typeof registered>[1] = {}) {
  const { footprintOf, version } = under(tenantFile);
  const footprint = footprintOf(parse(TEXT));
  const document = registered(TEXT, {
    name: 'Name',
    footprint,
    approvedFootprint: footprint,
    checkedUnder: version,
    ...changes,
  });
  await store.put(document, null);
  return document;
}

const now = async (id: string) => store.find('riverside', 'portal', id);

describe('documents after schema or policy changed', () => {
  it('go back to review where they reach further than was approved, and say so', async () => {
    const { id, footprint } = await keep(TIGHT);
    const wider = under('');
    const [rechecked] = await recheckDocuments(wider, record);
    expect(rechecked).toMatchObject({
      sentBack: 'FOOTPRINT_WIDENED',
      difference: { widened: true, added: ['NURSE Patient.name REDACT → NONE'] },
    });
    expect(await now(id)).toMatchObject({
      status: 'PROPOSED',
      reason: 'FOOTPRINT_WIDENED',
      checkedUnder: wider.version,
      approvedFootprint: footprint,
    });
    expect(recorded).toEqual([`portal ${id}`]);
  });

  it('stay approved where they reach no further, and may come back to what was approved', async () => {
    const { id, footprint } = await keep('');
    const tighter = under(TIGHT);
    expect(await recheckDocuments(tighter, record)).toMatchObject([{ sentBack: null }]);
    const narrower = await now(id);
    expect(narrower).toMatchObject({
      status: 'APPROVED',
      checkedUnder: tighter.version,
      approvedFootprint: footprint,
    });
    expect(narrower?.footprint.hash).not.toBe(footprint.hash);
    expect(await recheckDocuments(under(''), record)).toMatchObject([{ sentBack: null }]);
    expect(await now(id)).toMatchObject({ status: 'APPROVED', footprint: { hash: footprint.hash } });
    expect(recorded).toEqual([]);
  });

  it('go back where they do not fit the schema any more, and are looked at again', async () => {
    const text = 'query Gone { patient(id: 1) { noSuchField } }';
    const { id, checkedUnder } = await keep('', { text });
    expect(await recheckDocuments(under(TIGHT), record)).toMatchObject([{ sentBack: 'NO_LONGER_FITS' }]);
    expect(await now(id)).toMatchObject({ status: 'PROPOSED', reason: 'NO_LONGER_FITS', checkedUnder });
  });

  it('go back where they reach too far to be told, and keep nobody from starting', async () => {
    const before = await keep('');
    const registry = under(TIGHT);
    const endless = () => {
      throw new PhieldError('OPERATION_TOO_COMPLEX', 'footprint of a document');
    };
    const [now] = await recheckDocuments({ ...registry, footprintOf: endless }, record);
    expect(now).toMatchObject({ sentBack: 'NO_LONGER_FITS', difference: null });
    expect(now?.document.checkedUnder).toBe(before.checkedUnder);
  });

  it('that wait get the footprint of now; those refused or retired, and those of now, are left', async () => {
    const waiting = await keep(TIGHT, { status: 'PROPOSED', approvedFootprint: null, id: 'waiting' });
    await keep(TIGHT, { status: 'REJECTED', id: 'refused' });
    await keep(TIGHT, { status: 'RETIRED', id: 'retired' });
    await keep('', { id: 'of-now' });
    await keep(TIGHT, { tenant: 'lakeside', id: 'of-another' });
    const rechecked = await recheckDocuments(under(''), record);
    expect(rechecked.map(({ document: { id } }) => id)).toEqual([waiting.id]);
    expect(await now('waiting')).toMatchObject({ status: 'PROPOSED', checkedUnder: under('').version });
    expect((await now('waiting'))?.footprint.hash).not.toBe(waiting.footprint.hash);
  });

  it('are not changed without its being on record, nor under somebody who reviews them', async () => {
    const { id } = await keep(TIGHT);
    const failing = recheckDocuments(under(''), async () => {
      throw new LedgerUnavailableError('full');
    });
    await expect(failing).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    expect(await now(id)).toMatchObject({ status: 'APPROVED' });
    store.before = () => {
      store.before = () => {};
      for (const [key, one] of store.stored) store.stored.set(key, { ...one, status: 'RETIRED' });
    };
    expect(await recheckDocuments(under(''), record)).toEqual([]);
    expect(await now(id)).toMatchObject({ status: 'RETIRED' });
  });
});
