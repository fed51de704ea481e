import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DataIntegrityError } from '../../src/errors.ts';
import { isJson, type Json } from '../../src/is-json.ts';
import type { OrganizationalRecord, ResourceToWrite, StoredRecord } from '../health-data.ts';

const PLAIN = 0;
const DEFLATED = 1;
/** Below this, compressing saves nothing. */
const WORTH_DEFLATING = 400;
/** No stored value is larger than this once inflated: DynamoDB's 400 KB at deflate's best ratio. */
const MAX_BYTES = 512 * 1024 * 1024;

/** A value as bytes, before it is sealed. */
export function encodeJson(value: unknown): Uint8Array {
  const text = Buffer.from(JSON.stringify(value));
  return text.length < WORTH_DEFLATING
    ? Buffer.concat([Uint8Array.of(PLAIN), text])
    : Buffer.concat([Uint8Array.of(DEFLATED), deflateRawSync(text, { level: 1 })]);
}

/** @throws DataIntegrityError when the bytes are not an encoded object. */
export function decodeJson(bytes: Uint8Array): Json {
  try {
    const body = Buffer.from(bytes.buffer, bytes.byteOffset + 1, bytes.length - 1);
    const text = bytes[0] === DEFLATED ? inflateRawSync(body, { maxOutputLength: MAX_BYTES }) : body;
    const value: unknown = JSON.parse(text.toString('utf8'));
    if (isJson(value)) return value;
  } catch {
    // What broke may quote the value: it is not repeated.
  }
  throw new DataIntegrityError('a stored value is not an object');
}

/** What is stored of a resource: its own JSON with what access hangs on, which no resource can forge. */
export function recordOf(write: ResourceToWrite, subjectId: string): StoredRecord {
  return {
    ...write.resource,
    resourceType: write.resourceType,
    id: write.id,
    subjectId,
    rowCategories: write.rowCategories,
    labels: write.labels,
  };
}

/** @throws DataIntegrityError when the value is not a record as `recordOf` makes them. */
export function asStoredRecord(value: Json): StoredRecord {
  const { resourceType, id, subjectId, rowCategories, labels } = value;
  if (
    typeof resourceType !== 'string' ||
    typeof id !== 'string' ||
    typeof subjectId !== 'string' ||
    !isTextList(rowCategories) ||
    !isTextList(labels)
  ) {
    throw new DataIntegrityError('a stored value is not a record');
  }
  return { ...value, resourceType, id, subjectId, rowCategories, labels };
}

/** @throws DataIntegrityError when the value is not a resource. */
export function asOrganizationalRecord(value: Json): OrganizationalRecord {
  const { resourceType, id } = value;
  if (typeof resourceType !== 'string' || typeof id !== 'string') {
    throw new DataIntegrityError('a stored value is not a resource');
  }
  return { ...value, resourceType, id };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
