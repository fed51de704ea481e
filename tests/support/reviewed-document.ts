import { parse } from 'graphql';
import { assertLintClean } from '../../directives/lint-schema.ts';
import { loadSdl } from '../../directives/load-sdl.ts';
import type { Config } from '../../src/config.ts';
import { documentChecks } from '../../src/documents/document-checks.ts';
import type { RegisteredDocument } from '../../src/documents/registered-document.ts';
import { openTenants } from '../../src/tenants-in-force.ts';

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** A document whose reviewer saw all that it reaches for under the shipped schema and its tenant's file. */
export async function reviewedDocument(
  { tenantsDir }: Config,
  document: RegisteredDocument,
): Promise<RegisteredDocument> {
  const { sdl, model } = assertLintClean(await loadSdl('schema'));
  const policy = (await openTenants(tenantsDir, model, SILENT)).policies(document.tenant);
  if (policy === null) throw new Error('expected a tenant that is configured');
  const { version, footprintOf } = documentChecks(sdl.schema, model, policy);
  const footprint = footprintOf(parse(document.text));
  return { ...document, footprint, approvedFootprint: footprint, checkedUnder: version };
}
