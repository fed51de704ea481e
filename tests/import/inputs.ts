import { gzipSync } from 'node:zlib';
import type { InputFile } from '../../src/import/input-file.ts';
import type { InputItem } from '../../src/import/input-item.ts';
import { readInput } from '../../src/import/read-input.ts';

/** An input in memory, given in pieces of `chunk` bytes. */
export function inputOf(name: string, content: string | Buffer, chunk = 65_536): InputFile {
  const bytes = Buffer.from(content);
  return {
    name,
    size: bytes.length,
    async *read() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

export function zipped(text: string): Buffer {
  return gzipSync(Buffer.from(text));
}

export async function itemsOf(file: InputFile): Promise<readonly InputItem[]> {
  const items: InputItem[] = [];
  for await (const item of readInput(file, () => {})) items.push(item);
  return items;
}

/** `position type/id` of resources, `position reason` of the rest; ends left out. */
export async function outline(file: InputFile): Promise<readonly string[]> {
  return (await itemsOf(file)).flatMap((item) => {
    if (item.kind === 'end') return [];
    if (item.kind === 'problem') return [`${item.position} ${item.reason}`];
    const { resourceType, id } = item.input.resource;
    return [`${item.position} ${resourceType}/${id}`];
  });
}

export function bundle(...entries: readonly unknown[]): Record<string, unknown> {
  return { resourceType: 'Bundle', type: 'transaction', entry: entries };
}

/** A transaction entry as exporters write it. */
export function entry(resource: Record<string, unknown>, fullUrl?: string): Record<string, unknown> {
  const url = String(resource.resourceType);
  return { ...(fullUrl !== undefined && { fullUrl }), resource, request: { method: 'POST', url } };
}

/** A FHIR Reference. */
export const by = (reference: string) => ({ reference });

/** One resource a line. */
export const ndjson = (...resources: readonly Record<string, unknown>[]) =>
  resources.map((resource) => `${JSON.stringify(resource)}\n`).join('');
