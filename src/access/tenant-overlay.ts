import type { Mask, Place, Relationship } from './access-model.ts';
import type { InsightSettings } from './insight-settings.ts';
import type { Pseudonyms } from './ledger-block.ts';
import type { PurposeMix, ReviewSettings } from './oversight-block.ts';
import type { SignalSettings } from './signal-block.ts';
import type { TenantAccessSettings } from './tenant-settings.ts';

/**
 * What one tenant changes of the declared access: it removes grants, tightens masks, derives narrower roles.
 * MUST NOT widen anything (design promise 7); `parseTenantOverlay` refuses what would, with its line.
 */
export interface TenantOverlay {
  readonly tenant: string;
  /** SHA-256 (hex) over the file's text; part of the policy version. */
  readonly version: string;
  readonly file: string;
  /** The file's text, for those who review what is in force. Absent: it was read from no file. */
  readonly text?: string;
  readonly settings: TenantAccessSettings;
  readonly removals: readonly Narrowing[];
  readonly tightenings: readonly Tightening[];
  /** By name. */
  readonly derivedRoles: ReadonlyMap<string, DerivedRole>;
  /** Group of the identity provider → role of the schema or of `derivedRoles`. */
  readonly groups: ReadonlyMap<string, string>;
  /** `null`: the tenant has no insights. */
  readonly insights: InsightSettings | null;
  /** Whose ids the ledger has as pseudonyms. Absent: nobody's. */
  readonly pseudonyms?: Pseudonyms;
  /** What is looked for in the ledger. Absent: the defaults. */
  readonly signals?: SignalSettings;
  /** By when what waits for a person has to be judged. Absent: the defaults. */
  readonly review?: ReviewSettings;
  /** How much of a role's reading may be for what. Absent: nothing is said. */
  readonly purposeMix?: PurposeMix;
}

/** Which grants are meant. Every part that is given must match; at least one of categories and coordinates is. */
export interface Narrowing {
  /** `null`: every role. A role also means those derived from it. */
  readonly roles: readonly string[] | null;
  readonly categories: readonly string[] | null;
  readonly coordinates: readonly string[] | null;
  /** Meant are operations whose purpose is-a one of these; `null`: every purpose. */
  readonly purposes: readonly string[] | null;
  /** `null`: every relationship of the grant. */
  readonly relationships: readonly Relationship[] | null;
  readonly place: Place;
}

export interface Tightening extends Narrowing {
  /** MUST narrow the mask of every grant it meets (`maskNarrows`). */
  readonly mask: Mask;
  /** Seconds for which a recorded reason lifts it for one field of one row; `null`: never. */
  readonly reveal: number | null;
}

/** A role of the tenant: the grants of `base`, in these categories only. */
export interface DerivedRole {
  /** A role of the schema, of staff. */
  readonly base: string;
  /** Category codes, at least one. */
  readonly only: readonly string[];
  /** False: grants of the base lose their break-glass. */
  readonly breakGlass: boolean;
  readonly place: Place;
}
