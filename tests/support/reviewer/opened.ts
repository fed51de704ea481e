import { gunzipSync } from 'node:zlib';
import { readPdf } from '../../ledger/export/accounting/read-pdf.ts';
import type { Answered } from '../answered.ts';
import { findCanary } from '../canary/canaries.ts';

/** Everything there is to read in bytes: as they are, unpacked, and what a PDF shows. */
export function opened(bytes: Uint8Array): readonly string[] {
  const plain = Buffer.from(bytes);
  const texts = [plain.toString('latin1'), plain.toString('utf8')];
  if (plain.subarray(0, 5).toString() === '%PDF-') return [...texts, ...readPdf(bytes).pages];
  if (plain[0] === 0x1f && plain[1] === 0x8b) return [...texts, ...opened(gunzipSync(bytes))];
  return texts;
}

/** An answer's text, and whatever its files hold. */
export function openedAnswer({ text, body }: Answered): readonly string[] {
  return [text, ...filesIn(body).flatMap((base64) => opened(Buffer.from(base64, 'base64')))];
}

function filesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) =>
    name === 'base64' && typeof held === 'string' ? [held] : filesIn(held),
  );
}

/** An answer as it can be compared with another: its files as texts, and nothing that is new each time. */
export function comparable({ status, headers, body }: Answered): string {
  const steady = [...headers].filter(([name]) => !NEW_EACH_TIME.has(name));
  const readable = JSON.stringify([status, steady, body], (name, value) =>
    name === 'base64' ? opened(Buffer.from(value, 'base64')).slice(2).join() || decoded(value) : value,
  );
  return readable.replaceAll(MOMENT, 'then');
}

const NEW_EACH_TIME = new Set(['phield-request-id', 'date', 'content-length']);
const MOMENT = /\d{4}-\d\d-\d\d(T| at | )?\d\d:\d\d(:\d\d(\.\d+)?)?Z?/g;

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

/** Where an answer's data holds a planted value: names from its root down, without places in lists. */
export function plantedIn(data: unknown, way: readonly string[] = []): readonly string[] {
  if (Array.isArray(data)) return data.flatMap((one) => plantedIn(one, way));
  if (typeof data === 'object' && data !== null)
    return Object.entries(data).flatMap(([name, held]) => plantedIn(held, [...way, name]));
  return findCanary(String(data)) === null ? [] : [way.join('.')];
}
