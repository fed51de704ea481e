import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl } from '../../directives/read-sdl.ts';
import { declaredPolicy } from '../../src/access/access-matrix.ts';
import { neverRead } from '../../src/documents/never-read.ts';

const LEDGER =
  'query($id: ID) { ledger { denials(filter: { patient: $id }) { edges { node { coordinate } } } } }';
const BY_BIRTH = '{ patients(search: { birthDate: "1970" }) { edges { cursor } } }';

it('says of a filter that it is in vain where a field of the rows stands behind it, and of no other', async () => {
  const sdl = readSdl(await loadSdl('schema'));
  const model = readAccessModel(sdl);
  const inVain = (document: string) =>
    neverRead(sdl.schema, model, parse(document), declaredPolicy(model), ['PRIVACY_OFFICER']);
  expect(inVain(LEDGER)).toEqual([]);
  expect(inVain(BY_BIRTH).map(({ coordinate }) => coordinate)).toContain('PatientSearchInput.birthDate');
});
