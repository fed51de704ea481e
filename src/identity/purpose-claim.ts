import { type Claims, claimAt, malformed } from './claims.ts';
import type { ClaimPath } from './issuer-settings.ts';

/** HL7 v3 ActReason, by OID (UDAP writes codes as `urn:oid:…#TREAT`) and by address. */
const ACT_REASON_OID = 'urn:oid:2.16.840.1.113883.5.8';
const ACT_REASON_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const NHIN_SYSTEM = 'http://healthit.gov/nhin/purposeofuse';

/** The NHIN codes that have one meaning in ActReason. */
const FROM_NHIN: ReadonlyMap<string, string> = new Map([
  ['TREATMENT', 'TREAT'],
  ['PAYMENT', 'HPAYMT'],
  ['OPERATIONS', 'HOPERAT'],
]);

const MAX_PURPOSES = 50;

/**
 * Purposes of a token in order, `null` when the claim is absent. Texts, lists of texts, FHIR Codings (IHE
 * IUA) and `system#code` (UDAP) are understood; a coding of another system gives nothing.
 * @throws UnauthenticatedError when an entry is neither text nor coding.
 */
export function purposeClaim(claims: Claims, path: ClaimPath): readonly string[] | null {
  const value = claimAt(claims, path);
  if (value === undefined) return null;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_PURPOSES) throw malformed(path);
  return [...new Set(list.flatMap((item) => codesOf(item, path)))];
}

function codesOf(item: unknown, path: ClaimPath): readonly string[] {
  if (typeof item === 'string') {
    return item
      .split(/[\s,]+/)
      .filter((word) => word !== '')
      .flatMap((word) => {
        const mark = word.lastIndexOf('#');
        return mark < 0 ? [word] : codeIn(word.slice(0, mark), word.slice(mark + 1));
      });
  }
  if (typeof item === 'object' && item !== null && 'code' in item && typeof item.code === 'string') {
    return codeIn('system' in item ? item.system : undefined, item.code);
  }
  throw malformed(path);
}

function codeIn(system: unknown, code: string): readonly string[] {
  if (system === undefined || system === ACT_REASON_SYSTEM || system === ACT_REASON_OID) return [code];
  const known = system === NHIN_SYSTEM ? FROM_NHIN.get(code) : undefined;
  return known === undefined ? [] : [known];
}
