import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstallation } from '../../datasources/keys/open-ledger-keys.ts';
import { DEFAULT_REVIEW } from '../access/oversight-block.ts';
import type { Config } from '../config.ts';
import { attention } from '../evidence/attention.ts';
import { composePack } from '../evidence/compose-pack.ts';
import { configurationFacts } from '../evidence/configuration-facts.ts';
import { readDependencies } from '../evidence/dependency-facts.ts';
import { findingFacts } from '../evidence/finding-facts.ts';
import type { PackedFile } from '../evidence/manifest.ts';
import { countCells } from '../evidence/matrix-files.ts';
import type { PackFacts } from '../evidence/pack-facts.ts';
import { INDIVIDUALS } from '../evidence/people-count.ts';
import { policyChanges } from '../evidence/policy-changes.ts';
import { signPack } from '../evidence/sign-pack.ts';
import { writePack } from '../evidence/write-pack.ts';
import { loadRetention, type Retention } from '../ledger/keep/retention.ts';
import { namingRecord } from '../ledger/naming-record.ts';
import type { Trust } from '../ledger/verify/trust.ts';
import { overdueReviews } from '../review/overdue-reviews.ts';
import { outsideMix } from '../review/purpose-mix.ts';
import { unusedGrants } from '../review/usage-unused.ts';
import { keptFindings, policyTexts } from './evidence-stores.ts';
import { openIndex } from './open-index.ts';
import { type DeclaredForPack, readPackDeclared } from './read-pack-declared.ts';
import { readPackLedger } from './read-pack-ledger.ts';
import { actForTenant, type TenantActs } from './tenant-acts.ts';
import { untilSignalled } from './until-signalled.ts';
import { verifyForEvidence } from './verify-for-evidence.ts';

export interface EvidenceAsked {
  readonly tenant: string;
  /** Milliseconds since the epoch; `to` is not included. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly out: string;
  readonly schema: string;
  readonly trust: Trust | null;
}

export interface EvidenceMade {
  /** Nothing wrong with the ledger was met. */
  readonly ok: boolean;
  readonly files: number;
  /** SHA-256 of the manifest, hex. */
  readonly sha256: string;
  readonly attention: readonly string[];
}

/** As a shell has it of a command that SIGINT ended. */
const INTERRUPTED = 130;
const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Makes a pack, once it is on record that one is made, and puts the hash of its manifest on record before it is there.
 * @throws UnknownTenantError, PackPlaceError, LedgerNotFoundError where there is no ledger, LedgerUnavailableError, and
 *   what the file system throws; then no pack is there.
 */
export async function makeEvidence(
  config: Config,
  asked: EvidenceAsked,
  say: (text: () => string) => void,
): Promise<EvidenceMade> {
  const { tenant, out } = asked;
  const retention = loadRetention(process.env);
  const declared = await readPackDeclared(config, asked.schema, tenant);
  const index = await openIndex(config, 'evidence');
  try {
    return await actForTenant(config, tenant, (acts) =>
      // Its place is taken first: where nothing can be written nothing is read.
      writePack(out, randomBytes, removeWhenSignalled, async (put) => {
        const record = await putOnRecord(acts, tenant, 'evidence_made', null);
        const facts = await gather(config, asked, declared, { acts, index, retention, say });
        const { key, origin, build } = await openInstallation(config);
        const packed: PackedFile[] = [];
        for (const file of composePack(facts, declared)) {
          say(() => `writing ${file.path}`);
          packed.push(await put(file));
        }
        const { from, to, made } = facts.header;
        const signed = await signPack({ tenant, from, to, made, origin, build, record }, packed, key);
        for (const file of signed.files) await put(file);
        await putOnRecord(acts, tenant, 'evidence_sealed', signed.sha256);
        const ok = facts.verification.ok && facts.damage.length === 0;
        return { ok, files: packed.length, sha256: signed.sha256, attention: attention(facts) };
      }),
    );
  } finally {
    await index.close();
  }
}

interface Places {
  readonly acts: TenantActs;
  readonly retention: Retention;
  readonly index: Awaited<ReturnType<typeof openIndex>>;
  readonly say: (text: () => string) => void;
}

async function gather(
  config: Config,
  { tenant, from, to, now, trust: pinned }: EvidenceAsked,
  declared: DeclaredForPack,
  { acts, index, retention, say }: Places,
): Promise<PackFacts> {
  const time = (at: number) => new Date(at).toISOString();
  const { build } = await openInstallation(config);
  const { model, overlay } = declared;
  const mix = overlay.purposeMix !== undefined;
  const { tally, damage } = await readPackLedger(index, { tenant, from, to, mix }, (records) =>
    say(() => `reading the ledger: ${records} records`),
  );
  const { verification, trust } = await verifyForEvidence(config, pinned, (stage, done, of) =>
    say(() => `verifying ${stage}: ${done}${of === null ? '' : ` of ${of}`}`),
  );
  const periods = tally.policies.periods(from);
  say(() => 'comparing policies');
  const texts = await policyTexts(acts.store, tenant, declared);
  const changes = await policyChanges(periods, texts, now);
  const baseOf = (role: string) => overlay.derivedRoles.get(role)?.base ?? role;
  const usage = tally.usage.usage();
  const glasses = usage.unreviewed;
  const outside = outsideMix(usage.mix, overlay.purposeMix ?? {}, model, baseOf);
  const pruned = index.prunedUntil();
  say(() => 'reading findings');
  return {
    header: { tenant, from: time(from), to: time(to), made: time(now), build },
    version: declared.version,
    cells: countCells(model, declared.policy),
    periods,
    changes,
    verification,
    trust,
    tally,
    usage,
    glasses: tally.glasses.glasses(glasses),
    overdue: overdueReviews({ glasses }, overlay.review ?? DEFAULT_REVIEW, to),
    outsideMix: outside.filter(({ role }) => !INDIVIDUALS.includes(role)),
    damage,
    prunedUntil: pruned === null ? null : time(pruned),
    findings: await findingFacts(keptFindings(acts.store, tenant), from, to),
    unused: unusedGrants(model, usage.grants, baseOf),
    configuration: configurationFacts(config, retention, {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      build,
    }),
    dependencies: readDependencies(await readFile(join(ROOT, 'package-lock.json'), 'utf8').catch(() => '')),
  };
}

/** @param manifest SHA-256 of the pack's manifest; `null`: there is none yet. @returns the record's id. */
async function putOnRecord(
  { record }: TenantActs,
  tenant: string,
  operation: string,
  manifest: string | null,
): Promise<string> {
  let id = '';
  const ids = manifest === null ? [] : [manifest];
  const named = [{ type: 'EvidencePack', coordinate: 'EvidencePack.manifest', ids }];
  await record((about) => {
    id = about.id;
    return namingRecord({ ...about, operation, tenant, subject: null }, named);
  });
  return id;
}

function removeWhenSignalled(temporary: string): void {
  untilSignalled(() => {
    // A file that is being made meanwhile goes with the next try.
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
    process.exit(INTERRUPTED);
  });
}
