import type { SdlFile } from '../../directives/read-sdl.ts';
import type { MatrixPolicy } from '../access/access-matrix.ts';
import type { AccessModel } from '../access/access-model.ts';
import { shownTenant } from '../access/shown-tenant.ts';
import { CONTROLS, controlsMarkdown } from './controls.ts';
import { cycloneDx } from './cyclonedx.ts';
import type { EvidenceFile } from './evidence-file.ts';
import { jsonList, jsonObject } from './json-pieces.ts';
import { matrixFiles } from './matrix-files.ts';
import type { PackFacts } from './pack-facts.ts';
import { PACK_FILES, SCHEMA_FOLDER_OF_PACK } from './pack-files.ts';
import { readmeText } from './readme-text.ts';
import { reportPdf } from './report-pdf.ts';

/** What is declared, as texts and as read. */
export interface PackDeclared {
  readonly model: AccessModel;
  readonly policy: MatrixPolicy;
  readonly schema: readonly SdlFile[];
  /** The tenant's file as it stands. */
  readonly tenant: string;
}

/** All files of a pack but its manifest and signature. The same facts give the same bytes. */
export function composePack(facts: PackFacts, declared: PackDeclared): readonly EvidenceFile[] {
  const shown = shownTenant(declared.tenant);
  const others = [
    ...reportFiles(facts),
    ...matrixFiles(declared.model, declared.policy),
    ...declaredFiles(declared, shown.text),
    ...policyFiles(facts, shown.withheld),
    ...ledgerFiles(facts),
    ...activityFiles(facts),
    ...systemFiles(facts),
  ];
  const readme: EvidenceFile = {
    path: PACK_FILES.readme,
    about: 'what to read first',
    pieces: () => [readmeText(facts, others)],
  };
  return Object.freeze([readme, ...others]);
}

const file = (path: string, about: string, pieces: EvidenceFile['pieces']): EvidenceFile => ({
  path,
  about,
  pieces,
});

function reportFiles(facts: PackFacts): readonly EvidenceFile[] {
  return [
    file(PACK_FILES.report, 'the same for print', () => reportPdf(facts, CONTROLS)),
    file(
      PACK_FILES.controlsText,
      'rules of HIPAA and GDPR: what is shown, where, and what is not covered',
      () => [controlsMarkdown()],
    ),
    file(PACK_FILES.controls, 'the same as JSON', () => jsonList(CONTROLS)),
  ];
}

function declaredFiles({ schema }: PackDeclared, tenant: string): readonly EvidenceFile[] {
  return [
    file(
      PACK_FILES.tenant,
      'the tenant’s file, which narrows the schema; lists of patients in it are left empty',
      () => [tenant],
    ),
    ...schema.map(({ name, body }) =>
      file(`${SCHEMA_FOLDER_OF_PACK}/${name.slice(name.lastIndexOf('/') + 1)}`, 'part of the schema', () => [
        body,
      ]),
    ),
  ];
}

function policyFiles({ version, periods, changes }: PackFacts, withheld: Readonly<Record<string, number>>) {
  return [
    file(
      PACK_FILES.versions,
      'policy versions with the times they were in force, by the ledger; declared is that of the files in access/',
      () => jsonObject({ declared: version, withheld, periods }),
    ),
    file(PACK_FILES.changes, 'what each version gave or took that the one before did not', () =>
      jsonList(changes.map(changeOf)),
    ),
  ];
}

/** Waivers belong to a change before it is made: of one that was, what it did counts. */
function changeOf({ old, new: now, at, missing, report }: PackFacts['changes'][number]): object {
  const changes = report?.changes.map(({ waiver: _waiver, fails: _fails, ...change }) => change);
  return { old, new: now, at, missing, counts: report?.counts ?? null, changes: changes ?? null };
}

function ledgerFiles({ verification, trust, damage, prunedUntil }: PackFacts): readonly EvidenceFile[] {
  return [
    file(PACK_FILES.verification, 'what phield ledger verify says of the whole ledger', () =>
      jsonObject({ ...verification, damage, prunedUntil }),
    ),
    file(
      PACK_FILES.trust,
      'public keys and the signed checkpoint: a trust file for phield ledger verify',
      () => [`${JSON.stringify(trust, null, 2)}\n`],
    ),
  ];
}

function activityFiles({
  tally,
  usage,
  glasses,
  unused,
  overdue,
  outsideMix,
  findings,
}: PackFacts): readonly EvidenceFile[] {
  const { acts, people, refusals } = tally;
  const denied = () => usage.denials.map(([reason, count]) => ({ reason, count }));
  const byName = <T extends { readonly coordinate: string; readonly role: string }>(cells: readonly T[]) =>
    cells.toSorted((a, b) => (`${a.coordinate} ${a.role}` < `${b.coordinate} ${b.role}` ? -1 : 1));
  const timed = <T extends { readonly last: number | null }>(cells: readonly T[]) =>
    cells.map((cell) => ({ ...cell, last: cell.last === null ? null : new Date(cell.last).toISOString() }));
  return [
    file(
      PACK_FILES.usage,
      'declared against done: use of each field by each role, grants that gave nothing, use outside the purpose mix, reviews overdue',
      () =>
        jsonObject({ cells: timed(byName(usage.cells)), unused, outsideMix, overdue: overdue.map(dated) }),
    ),
    file(
      PACK_FILES.people,
      'who acted, and what each role did for each purpose; patients are only counted',
      () =>
        jsonObject({
          patients: people.patients,
          individuals: people.individuals,
          roles: people.roles(),
          staff: people.staff(),
        }),
    ),
    file(PACK_FILES.acts, 'privileged acts by kind: readings of the ledger, reviews, exports, changes', () =>
      jsonList(acts.acts()),
    ),
    file(PACK_FILES.reviews, 'who judged a document, an insight, a finding or a glass, and when', () =>
      jsonList(acts.reviews()),
    ),
    file(
      PACK_FILES.glasses,
      'emergency access: each glass, who opened it, what was read, when it was reviewed',
      () => jsonList(glasses),
    ),
    file(PACK_FILES.refusals, 'fields refused by reason, requests refused by error code', () =>
      jsonObject({ fields: denied(), requests: refusals.codes() }),
    ),
    file(PACK_FILES.findings, 'findings of the period with their state, and when notices would be due', () =>
      jsonList(findings),
    ),
  ];
}

const dated = ({ since, due, ...review }: PackFacts['overdue'][number]) => ({
  ...review,
  since: new Date(since).toISOString(),
  due: new Date(due).toISOString(),
});

function systemFiles({ configuration, dependencies, header }: PackFacts): readonly EvidenceFile[] {
  const { node } = configuration;
  const packages = dependencies ?? {
    name: 'phield',
    version: header.build,
    dependencies: [],
    needs: new Map(),
  };
  return [
    file(
      PACK_FILES.configuration,
      'what the installation is set to: kinds, limits and times, no secret',
      () => jsonObject(configuration),
    ),
    file(PACK_FILES.dependencies, 'every package with version, licence and hash, by the lock file', () =>
      jsonList(packages.dependencies),
    ),
    file(PACK_FILES.sbom, 'the same as a bill of materials, CycloneDX 1.6', () => [
      `${JSON.stringify(cycloneDx(packages, { node: String(node) }, header.made), null, 1)}\n`,
    ]),
  ];
}
