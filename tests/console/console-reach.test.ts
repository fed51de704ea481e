import { beforeAll, describe, expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { assembleConsole, type Console } from '../../src/assemble-console.ts';
import { loadConfig } from '../../src/config.ts';
import { readConsoleDocuments } from '../../src/console/read-console-documents.ts';
import type { RegisteredDocument } from '../../src/documents/registered-document.ts';

const TENANT = 'riverside';

describe('what the console’s documents can ever reach, by their own footprints', () => {
  let console: Console;
  const documents: RegisteredDocument[] = [];
  beforeAll(async () => {
    const { schema } = readSdl(await loadSdl('schema'));
    const model = readAccessModel(readSdl(await loadSdl('schema')));
    console = await assembleConsole(loadConfig({}), {
      ...{ issuers: [], clients: { find: async () => null }, documents: { find: async () => null } },
      ...{ schema, model, policies: () => null },
    });
    for (const { id } of await readConsoleDocuments()) {
      const document = await console.documents.find(TENANT, 'phield-console', id);
      if (document !== null) documents.push(document);
    }
    expect(documents).toHaveLength((await readConsoleDocuments()).length);
  });
  const reachedBy = (role: string) =>
    [
      ...new Set(
        documents.flatMap(({ footprint: { byRole } }) => [
          ...(byRole[role]?.whole ?? ['unknown']),
          ...(byRole[role]?.masked ?? ['unknown']),
        ]),
      ),
    ].filter((coordinate) => !/^(BreakGlassReview\.|Query\.breakGlassReviews\()/.test(coordinate));

  it('no value of a patient’s record for an auditor, and for an officer the break-glass reviews alone', () => {
    expect(reachedBy('AUDITOR')).toEqual([]);
    expect(reachedBy('PRIVACY_OFFICER')).toEqual([]);
    const ofAuditor = documents.flatMap(({ footprint: { byRole } }) => byRole.AUDITOR?.whole ?? []);
    expect(ofAuditor).toEqual([]);
  });

  it('acts of review and no others', () => {
    const acts = documents.flatMap(({ footprint: { mutations } }) => mutations);
    expect(
      acts.filter((act) => !/^Mutation\.(\w+(Finding|Document)|reviewBreakGlass|verifyLedger)$/.test(act)),
    ).toEqual([]);
  });

  it('nothing that a model wrote', () => {
    expect(documents.flatMap(({ footprint: { insights } }) => insights)).toEqual([]);
  });
});
