import { createHash } from 'node:crypto';
import type { AccessModel, PhiField, SubjectType } from '../src/access/access-model.ts';
import { frozenRecord } from './frozen-record.ts';
import { purposeAncestors } from './is-a.ts';
import { openToRows } from './open-to-rows.ts';
import { readFilters } from './read-filters.ts';
import type { Sdl, SdlFile } from './read-sdl.ts';
import { readSubjectTypes } from './read-subject-types.ts';
import { codesOf, readCategoryGrants } from './vocabulary.ts';

/**
 * What the schema declares, as the access rules use it. Total over a schema that passes the lint; of any
 * other it yields what can be read, which is never more than it says.
 * @throws SchemaRefusedError when an argument of a directive does not fit.
 */
export function readAccessModel(sdl: Sdl): AccessModel {
  const { schema } = sdl;
  const categories = codesOf(schema, 'PhiCategory');
  const categoryGrants = readCategoryGrants(schema);
  const declared = readSubjectTypes(schema, categoryGrants);
  const types = frozenRecord(openToRows(declared, bearsOwnGrants).map((type) => [type.name, type] as const));
  const filters = readFilters(schema, types);
  return Object.freeze({
    version: schemaVersion(sdl.files),
    roles: codesOf(schema, 'Role'),
    categories,
    sensitivities: codesOf(schema, 'Sensitivity'),
    purposeAncestors: purposeAncestors(schema),
    types,
    filters: frozenRecord(filters.map((filter) => [filter.coordinate, filter] as const)),
  });
}

/** Grants not inherited from a category: their ids begin with the field or the type they stand on. */
function bearsOwnGrants(field: PhiField, type: SubjectType): boolean {
  const owners = [field.coordinate, type.name];
  return Object.values(field.grants).some((grants) =>
    grants.some((grant) => owners.some((owner) => grant.id.startsWith(`${owner}#`))),
  );
}

/** SHA-256 over the files by name, each part framed by its length so that no two sets of files look alike. */
export function schemaVersion(all: readonly SdlFile[]): string {
  const hash = createHash('sha256');
  const files = [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const part of files.flatMap((file) => [file.name, file.body])) {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  }
  return hash.digest('hex');
}
