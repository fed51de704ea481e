import type { Attachment } from '../../src/generated/resolver-types.ts';
import { readCode, readDateTime, readElement, readString } from './read-element.ts';

/** RFC 2045 §5.1; only this type may be shown as text. */
const PLAIN_TEXT = /^text\/plain(\s*;\s*charset\s*=\s*"?(utf-8|us-ascii)"?)?\s*$/i;

// RFC 4648 §4; FHIR R4 base64Binary allows white space.
const BASE64 = /^[A-Za-z0-9+/\s]*(?:={1,2}\s*)?$/;

/** FHIR R4 Attachment. Bytes have no side path, so `url` and `data` are always null. */
export function toAttachment(value: unknown): Attachment | null {
  const attachment = readElement(value);
  if (attachment === null) return null;
  return {
    contentType: readCode(attachment.contentType),
    title: readString(attachment.title),
    creation: readDateTime(attachment.creation),
    url: null,
    data: null,
  };
}

/**
 * The text of the first attachment that carries plain text within itself; several are renditions of one
 * document (FHIR R4 DocumentReference.content). `null` when there is none.
 */
export function readAttachedTexts(attachments: readonly unknown[]): string | null {
  for (const attachment of attachments) {
    const text = readAttachedText(attachment);
    if (text !== null) return text;
  }
  return null;
}

function readAttachedText(value: unknown): string | null {
  const attachment = readElement(value);
  const contentType = attachment?.contentType;
  const data = attachment?.data;
  if (typeof contentType !== 'string' || !PLAIN_TEXT.test(contentType)) return null;
  if (typeof data !== 'string' || !BASE64.test(data)) return null;
  try {
    return readString(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64')));
  } catch {
    return null;
  }
}
