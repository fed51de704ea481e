import { z } from 'zod';
import { isPackPath, MANIFEST_PATH, NOTE_PATH } from './evidence-file.ts';

/** First line of what is signed. No checkpoint begins so: that begins with the log's name. */
export const PACK_FORM = 'phield-evidence/v1';

const PackedFile = z.strictObject({
  path: z.string().refine((path) => isPackPath(path) && path !== MANIFEST_PATH && path !== NOTE_PATH),
  /** Bytes. */
  size: z.int().nonnegative(),
  /** Hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PackedFile = z.output<typeof PackedFile>;

/** The list of a pack: every file in it but itself and its signature. */
export const Manifest = z.strictObject({
  form: z.literal(PACK_FORM),
  tenant: z.string(),
  /** RFC 3339, UTC: the period, its end not included, and when the pack was made. */
  from: z.string(),
  to: z.string(),
  made: z.string(),
  /** The log's name. */
  origin: z.string(),
  /** Version of the package that made it. */
  build: z.string(),
  /** Id of the ledger's record of the making. */
  record: z.string(),
  /** By path. */
  files: z.array(PackedFile).refine(isSorted),
});
export type Manifest = z.output<typeof Manifest>;

export function manifestText(manifest: Omit<Manifest, 'form'>): string {
  return `${JSON.stringify({ form: PACK_FORM, ...manifest }, null, 2)}\n`;
}

/** @returns `null` for bytes that are no manifest. */
export function readManifest(bytes: Uint8Array): Manifest | null {
  try {
    return Manifest.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

/** What is signed: the form, the log's name, and SHA-256 (hex) of the manifest's bytes. */
export function noteText(origin: string, sha256: string): string {
  return `${PACK_FORM}\n${origin}\nsha256:${sha256}\n`;
}

export function byPath<T extends { readonly path: string }>(files: readonly T[]): readonly T[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Each path once, in order: there is one manifest of a set of files. */
function isSorted(files: readonly PackedFile[]): boolean {
  return files.every(({ path }, at) => at === 0 || (files[at - 1]?.path ?? '') < path);
}
