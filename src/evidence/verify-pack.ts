import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, opendir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { checkSignatures, parseNote } from '../ledger/verify/read-note.ts';
import { type InstallationKey, TrustFile, trustKeys } from '../ledger/verify/trust.ts';
import { MANIFEST_PATH, NOTE_PATH } from './evidence-file.ts';
import { type Manifest, noteText, type PackedFile, readManifest } from './manifest.ts';

/** `UNSIGNED`: no trusted key signed it. `RETIRED`: one that has been given up since did. */
export type PackFaultCode = 'MISSING' | 'CHANGED' | 'ADDED' | 'UNSIGNED' | 'RETIRED';

export interface PackFault {
  readonly code: PackFaultCode;
  /** From the pack's folder on; of what was added a name that may hold anything. */
  readonly path: string;
}

export interface PackVerification {
  readonly ok: boolean;
  /** True where the keys were the reader's own; else they are the pack's word for itself. */
  readonly pinned: boolean;
  /** `null` where the manifest is not to be believed. */
  readonly pack: Omit<Manifest, 'files'> | null;
  /** Files that the manifest lists. */
  readonly files: number;
  /** The manifest first, then by path; at most 1000. */
  readonly faults: readonly PackFault[];
  readonly firstBad: PackFault | null;
}

/** Whoever's keys count. */
export interface PackTrust {
  readonly origin: string;
  readonly installation: readonly InstallationKey[];
}

const TRUST_PATH = 'ledger/trust.json';
const MOST_FAULTS = 1000;
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Compares a pack with its manifest and the manifest with its signature. Reads nothing but the folder, asks nobody.
 * @param given keys of whoever reads it; `null`: those in the pack, which only find accidents and clumsy hands.
 */
export async function verifyPack(folder: string, given: PackTrust | null): Promise<PackVerification> {
  const manifest = await readSmall(join(folder, MANIFEST_PATH));
  const note = await readSmall(join(folder, NOTE_PATH));
  const lost = [...(manifest === null ? [MANIFEST_PATH] : []), ...(note === null ? [NOTE_PATH] : [])];
  const pinned = given !== null;
  if (manifest === null || note === null) {
    return result(
      null,
      pinned,
      lost.map((path) => ({ code: 'MISSING', path })),
    );
  }
  const parsed = readManifest(manifest);
  if (parsed === null) return result(null, pinned, [{ code: 'CHANGED', path: MANIFEST_PATH }]);
  const listed = new Map(parsed.files.map((file) => [file.path, file]));
  const own = await compare(folder, listed.get(TRUST_PATH), TRUST_PATH);
  const trust = given ?? (own === null ? await packTrust(folder) : null);
  // Keys that were changed make every signature a stranger's: the change is what there is to tell.
  if (trust === null) return result(null, pinned, [own ?? { code: 'CHANGED', path: TRUST_PATH }]);
  const unsigned = checkNote(note, manifest, trust);
  if (unsigned !== null) return result(null, pinned, [unsigned]);
  return result(parsed, pinned, await compareAll(folder, listed));
}

function result(manifest: Manifest | null, pinned: boolean, faults: readonly PackFault[]): PackVerification {
  const head = { ok: faults.length === 0, pinned, faults, firstBad: faults[0] ?? null };
  if (manifest === null) return Object.freeze({ ...head, pack: null, files: 0 });
  const { files, ...pack } = manifest;
  return Object.freeze({ ...head, pack, files: files.length });
}

function checkNote(
  bytes: Uint8Array,
  manifest: Uint8Array,
  { origin, installation }: PackTrust,
): PackFault | null {
  const note = parseNote(bytes);
  if (note === null) return { code: 'CHANGED', path: NOTE_PATH };
  const inForce = installation.filter(({ until }) => until === null);
  const { good, bad } = checkSignatures(note, inForce);
  if (good.length === 0 || bad.length > 0) {
    const retired = checkSignatures(note, installation).good.length > 0 && bad.length === 0;
    return { code: retired ? 'RETIRED' : 'UNSIGNED', path: NOTE_PATH };
  }
  const hash = createHash('sha256').update(manifest).digest('hex');
  return note.text === noteText(origin, hash) ? null : { code: 'CHANGED', path: MANIFEST_PATH };
}

async function compareAll(
  folder: string,
  listed: ReadonlyMap<string, PackedFile>,
): Promise<readonly PackFault[]> {
  const faults: PackFault[] = [];
  for (const file of listed.values()) {
    const fault = await compare(folder, file, file.path);
    if (fault !== null) faults.push(fault);
  }
  const folders = new Set([...listed.keys()].flatMap(foldersOf));
  for await (const entry of await opendir(folder, { recursive: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/');
    const isKnown = listed.has(path) || path === MANIFEST_PATH || path === NOTE_PATH;
    if (entry.isDirectory() ? folders.has(path) : isKnown) continue;
    faults.push({ code: 'ADDED', path });
    if (faults.length >= MOST_FAULTS) break;
  }
  return faults.toSorted((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MOST_FAULTS);
}

async function compare(
  folder: string,
  file: PackedFile | undefined,
  path: string,
): Promise<PackFault | null> {
  const stood = await lstat(join(folder, path)).catch(() => null);
  if (stood === null) return { code: 'MISSING', path };
  if (file === undefined) return { code: 'ADDED', path };
  if (!stood.isFile() || stood.size !== file.size) return { code: 'CHANGED', path };
  const hash = createHash('sha256');
  for await (const block of createReadStream(join(folder, path))) hash.update(block);
  return hash.digest('hex') === file.sha256 ? null : { code: 'CHANGED', path };
}

/** An installation without a log has a trust file that names no key of one. */
const OwnTrust = TrustFile.extend({ log: z.array(z.string()) });

async function packTrust(folder: string): Promise<PackTrust | null> {
  try {
    return trustKeys(OwnTrust.parse(JSON.parse(await readFile(join(folder, TRUST_PATH), 'utf8'))));
  } catch {
    return null;
  }
}

async function readSmall(path: string): Promise<Uint8Array | null> {
  const stood = await lstat(path).catch(() => null);
  return stood?.isFile() && stood.size <= MOST_BYTES ? readFile(path) : null;
}

/** `a/b/c` lies in `a` and `a/b`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}
