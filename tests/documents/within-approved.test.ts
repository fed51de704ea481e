import { parse, print } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl, type SdlFile } from '../../directives/read-sdl.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import { type DocumentChecks, documentChecks } from '../../src/documents/document-checks.ts';
import { withinApproved } from '../../src/documents/within-approved.ts';
import { DocumentShelf, registered } from './registered.ts';

const TEXT = print(parse('query Name { patient(id: 1) { ssn name { family } birthDate } }'));
const TIGHT = 'tighten: [{ roles: [NURSE], coordinates: [Patient.name], mask: REDACT }]';
const SSN = /ssn: String @phi\([^)]*\)/;

let files: readonly SdlFile[];
beforeAll(async () => {
  files = await loadSdl('schema');
});

function under(tenantFile: string, schema = files): DocumentChecks {
  const sdl = readSdl(schema);
  const model = readAccessModel(sdl);
  const overlay = parseTenantOverlay(`tenant: riverside\n${tenantFile}`, 't.yaml', model);
  return documentChecks(sdl.schema, model, createTenantPolicy(overlay, model));
}

/** What becomes of a document that was approved under the first, while the second is in force. */
async function found(before: DocumentChecks, now: DocumentChecks | null, text = TEXT) {
  const footprint = before.footprintOf(parse(text));
  const document = registered(text, {
    footprint,
    approvedFootprint: footprint,
    checkedUnder: before.version,
  });
  const source = withinApproved(new DocumentShelf(document), () => now);
  return source.find('riverside', 'portal', document.id);
}

describe('an approved document, read before anybody looked at it again', () => {
  it('runs where nothing changed, and where it reaches no further', async () => {
    expect(await found(under(TIGHT), under(TIGHT))).toMatchObject({ status: 'APPROVED' });
    expect(await found(under(''), under(TIGHT))).toMatchObject({ status: 'APPROVED' });
  });

  it('waits where it reaches further than its reviewer saw', async () => {
    expect(await found(under(TIGHT), under(''))).toMatchObject({
      status: 'PROPOSED',
      reason: 'FOOTPRINT_WIDENED',
    });
  });

  it('waits where what it asks for is no longer PHI: nobody saw that everybody would get it', async () => {
    const declassified = files.map(({ name, body }) => ({
      name,
      body: body.replace(SSN, 'ssn: String @notPhi'),
    }));
    expect(declassified).not.toEqual(files);
    expect(await found(under(''), under('', declassified))).toMatchObject({
      status: 'PROPOSED',
      reason: 'NO_LONGER_PHI',
    });
  });

  it('waits where it does not fit any more', async () => {
    const without = files.map(({ name, body }) => ({
      name,
      body: body.replace(SSN, 'other: Boolean @notPhi'),
    }));
    expect(await found(under(''), under('', without))).toMatchObject({
      status: 'PROPOSED',
      reason: 'NO_LONGER_FITS',
    });
  });

  it('is nobody’s where the tenant is not configured', async () => {
    expect(await found(under(''), null)).toBeNull();
  });
});

describe('what waits or was retired', () => {
  it('is as it is stored', async () => {
    const retired = registered(TEXT, { status: 'RETIRED' });
    const source = withinApproved(new DocumentShelf(retired), () => under(''));
    expect(await source.find('riverside', 'portal', retired.id)).toBe(retired);
  });
});
