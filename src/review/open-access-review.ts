import type { Sdl } from '../../directives/read-sdl.ts';
import type { AccessModel } from '../access/access-model.ts';
import type { TenantOverlay } from '../access/tenant-overlay.ts';
import { UpstreamUnavailableError } from '../errors.ts';
import type { KeptPolicy, PolicyArchive } from '../ledger/policy-archive.ts';
import type { AccessReview } from './access-review.ts';
import type { ComparePolicies } from './create-comparer.ts';
import { readTexts } from './read-texts.ts';
import { type MayUseRoots, type ReviewedPolicy, reviewedPolicy } from './reviewed-policy.ts';

export interface AccessReviewParts {
  /** The schema as it is served. */
  readonly sdl: Sdl;
  readonly model: AccessModel;
  /** A tenant's file as it is in force now, or `null`. */
  readonly overlay: (tenant: string) => TenantOverlay | null;
  readonly archive: Pick<PolicyArchive, 'list' | 'texts'>;
  readonly mayUseRoots: MayUseRoots;
  readonly compare: ComparePolicies;
}

/** Versions kept read, over all tenants: each is a schema and its matrix. */
const MOST_VERSIONS = 8;

/** @returns the review of one tenant, as of the moment it is opened. @throws UpstreamUnavailableError from it for a tenant without a file. */
export function openAccessReviews(parts: AccessReviewParts): (tenant: string) => AccessReview {
  const { sdl, model, archive, mayUseRoots, compare } = parts;
  const read = new Map<string, ReviewedPolicy>();
  const reading = new Map<string, Promise<ReviewedPolicy | null>>();
  const remember = (key: string, reviewed: ReviewedPolicy): ReviewedPolicy => {
    read.delete(key);
    read.set(key, reviewed);
    for (const oldest of read.keys()) {
      if (read.size <= MOST_VERSIONS) break;
      read.delete(oldest);
    }
    return reviewed;
  };

  const inForceAt = (tenant: string): ReviewedPolicy => {
    const overlay = parts.overlay(tenant);
    if (overlay?.text === undefined) throw new UpstreamUnavailableError('nothing is in force here');
    const key = `${tenant} ${overlay.version}`;
    const overlayFile = { name: overlay.file, body: overlay.text };
    return remember(key, read.get(key) ?? reviewedPolicy({ sdl, model, overlay, overlayFile }, mayUseRoots));
  };
  const readNow = async (tenant: string, kept: KeptPolicy): Promise<ReviewedPolicy | null> => {
    const texts = await archive.texts(tenant, kept);
    if (texts === null) return null;
    const running = { sdl, model };
    return readTexts(kept.version, tenant, texts.schema, texts.overlay, mayUseRoots, running);
  };
  /** Once, whoever else asks for it meanwhile. */
  const readKept = async (tenant: string, kept: KeptPolicy): Promise<ReviewedPolicy | null> => {
    const key = `${tenant} ${kept.version}`;
    const known = read.get(key);
    if (known !== undefined) return remember(key, known);
    const underWay = reading.get(key) ?? readNow(tenant, kept).finally(() => reading.delete(key));
    reading.set(key, underWay);
    const reviewed = await underWay;
    return reviewed === null ? null : remember(key, reviewed);
  };

  return (tenant) => {
    const inForce = inForceAt(tenant);
    return Object.freeze({
      inForce,
      at: async (version: string) => {
        if (version === inForce.version) return inForce;
        // Of another tenant's versions this list knows nothing.
        const kept = (await archive.list(tenant)).find((one) => one.version === version);
        return kept === undefined ? null : readKept(tenant, kept);
      },
      versions: async () =>
        (await archive.list(tenant)).map(({ version, from, schema, overlay }, index, all) => {
          return { version, from, to: all[index - 1]?.from ?? null, schema, overlay };
        }),
      compare,
    } satisfies AccessReview);
  };
}
