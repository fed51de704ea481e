import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** On every team that `joinTeams` makes, and nowhere else. */
export const TEAM_PHYSICIAN = 'Practitioner/test-many';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** Gives each of these patients of riverside a team with one physician, by an import. */
export async function joinTeams(dataDir: string, patients: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-teams-'));
  try {
    const file = join(folder, 'teams.ndjson');
    await writeFile(file, patients.map((id) => `${JSON.stringify(team(id))}\n`).join(''));
    const command = [join(ROOT, 'src', 'cli', 'main.ts'), 'import', '--tenant', 'riverside', '--json', file];
    const env = { PATH: process.env.PATH, PHIELD_DATA_DIR: dataDir, PHIELD_LOG_LEVEL: 'silent' };
    await promisify(execFile)(process.execPath, command, { cwd: ROOT, env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function team(id: string) {
  return {
    resourceType: 'CareTeam',
    id: `many-${id}`,
    status: 'active',
    subject: { reference: `Patient/${id}` },
    participant: [{ member: { reference: TEAM_PHYSICIAN } }],
  };
}
