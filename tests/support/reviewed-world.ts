import { loadSdl } from '../../directives/load-sdl.ts';
import { readAccessModel } from '../../directives/read-access-model.ts';
import { readSdl, type SdlFile } from '../../directives/read-sdl.ts';
import { createTenantPolicy } from '../../src/access/create-tenant-policy.ts';
import { parseTenantOverlay } from '../../src/access/parse-tenant-overlay.ts';
import type { KeptPolicy, PolicyArchive, PolicyTexts } from '../../src/ledger/policy-archive.ts';
import { mayUseRoots } from '../../src/may-use-roots.ts';
import type { AccessReview } from '../../src/review/access-review.ts';
import { compareReviewed } from '../../src/review/compare-reviewed.ts';
import { openAccessReviews } from '../../src/review/open-access-review.ts';

/** A tenant with a role of its own, a removal and a mask. */
export const NARROWED = `tenant: riverside
derivedRoles:
  LAB_TECH: { base: NURSE, only: [DEMOGRAPHICS, LAB], breakGlass: false }
remove:
  - { roles: [BILLING], coordinates: [Patient.ssn] }
  - { roles: [PHYSICIAN], categories: [LAB], purposes: [ETREAT] }
tighten:
  - { roles: [CODER], categories: [LAB], mask: GENERALIZE }
`;

/** What was in force, as an archive has it. Texts can be taken away, or changed. */
export class MemoryArchive implements PolicyArchive {
  readonly kept = new Map<string, KeptPolicy[]>();
  readonly texts_ = new Map<string, PolicyTexts>();
  readonly asked: string[] = [];

  async keep(tenant: string, policy: KeptPolicy, texts: PolicyTexts): Promise<void> {
    this.kept.set(tenant, [policy, ...(this.kept.get(tenant) ?? [])]);
    this.texts_.set(`${policy.schema} ${policy.overlay}`, texts);
  }

  async list(tenant: string): Promise<readonly KeptPolicy[]> {
    this.asked.push(`list ${tenant}`);
    return this.kept.get(tenant) ?? [];
  }

  async texts(tenant: string, { schema, overlay }: KeptPolicy): Promise<PolicyTexts | null> {
    this.asked.push(`texts ${tenant}`);
    return this.texts_.get(`${schema} ${overlay}`) ?? null;
  }
}

export interface ReviewedWorld {
  readonly files: readonly SdlFile[];
  readonly archive: MemoryArchive;
  readonly open: (tenant: string) => AccessReview;
  /** Puts texts into the archive as if they had been in force. @returns their version. */
  keep(tenant: string, overlay: string, from: number, schema?: readonly SdlFile[]): Promise<string>;
}

/** The shipped schema under overlays given by tenant, and an archive of what was before. */
export async function reviewedWorld(overlays: Readonly<Record<string, string>>): Promise<ReviewedWorld> {
  const files = await loadSdl('schema');
  const sdl = readSdl(files);
  const model = readAccessModel(sdl);
  const archive = new MemoryArchive();
  const inForce = new Map(
    Object.entries(overlays).map(([tenant, text]) => [
      tenant,
      parseTenantOverlay(text, `tenants/${tenant}.yaml`, model),
    ]),
  );
  const open = openAccessReviews({
    ...{ sdl, model, archive, mayUseRoots },
    overlay: (tenant) => inForce.get(tenant) ?? null,
    compare: async (old, now, documents) => compareReviewed(old, now, documents),
  });
  return {
    files,
    archive,
    open,
    keep: async (tenant, text, from, schema = files) => {
      const then = schema === files ? model : readAccessModel(readSdl(schema));
      const overlay = parseTenantOverlay(text, `tenants/${tenant}.yaml`, then);
      const { version } = createTenantPolicy(overlay, then);
      const policy = { version, schema: then.version, overlay: overlay.version, from };
      await archive.keep(tenant, policy, { schema, overlay: { name: overlay.file, body: text } });
      return version;
    },
  };
}
