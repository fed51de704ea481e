import type { z } from 'zod';
import { UnauthenticatedError } from '../errors.ts';
import type { ClaimPath } from './issuer-settings.ts';

/** A token's verified payload. */
export type Claims = Readonly<Record<string, unknown>>;

const MAX_LIST = 200;

function isObject(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The claim's value; `undefined` when it is absent or null. Own properties only. */
export function claimAt(claims: Claims, path: ClaimPath): unknown {
  let value: unknown = claims;
  for (const name of typeof path === 'string' ? [path] : path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value ?? undefined;
}

/**
 * A claim that holds one text. A list of exactly one is that one (some providers wrap every attribute).
 * `null` when absent.
 * @throws UnauthenticatedError when it is anything else: several, empty, not a text, not of the form. A claim
 * that limits (patient, scope) must not be lost by being unreadable.
 */
export function oneText(claims: Claims, path: ClaimPath, form: z.ZodType<string>): string | null {
  const value = claimAt(claims, path);
  if (value === undefined) return null;
  const parsed = form.safeParse(Array.isArray(value) && value.length === 1 ? value[0] : value);
  if (!parsed.success) throw malformed(path);
  return parsed.data;
}

/**
 * A claim that holds texts: a list, or a single text. Duplicates collapse, order is kept; `null` when absent.
 * @throws UnauthenticatedError when it holds anything but texts, or more than 200.
 */
export function textList(claims: Claims, path: ClaimPath): readonly string[] | null {
  const value = claimAt(claims, path);
  if (value === undefined) return null;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_LIST) throw malformed(path);
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length !== list.length) throw malformed(path);
  return [...new Set(texts)];
}

/** RFC 6749 §3.3: words between spaces (%x20) and nothing else; some providers give a list. `null` when absent. */
export function wordList(claims: Claims, path: ClaimPath): readonly string[] | null {
  const texts = textList(claims, path);
  return texts && [...new Set(texts.flatMap((text) => text.split(' ')).filter((word) => word !== ''))];
}

/** For logs: names a claim, never its value. */
export function malformed(path: ClaimPath): UnauthenticatedError {
  return new UnauthenticatedError(`claim ${typeof path === 'string' ? path : path.join('/')} is malformed`);
}
