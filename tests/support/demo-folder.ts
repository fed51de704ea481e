import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { loadConfig } from '../../src/config.ts';
import { startGateway } from '../../src/main.ts';

/** Makes the demo tenants once for all test files; each gateway under test starts from a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-demo-'));
  const running = await startGateway(loadConfig({ PORT: '0', PHIELD_DATA_DIR: folder, PHIELD_LOG_LEVEL: 'silent' }));
  await running.close();
  // The embedded store ends by itself once nobody holds it; only then is its folder whole.
  await storeGone(folder);
  project.provide('demoFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}

async function storeGone(folder: string): Promise<void> {
  const { readStoreFile } = await import('../../datasources/dynamodb/store-file.ts');
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const file = await readStoreFile(folder);
    if (file === null || !isRunning(file.pid)) return;
    await delay(50);
  }
  throw new Error('the embedded store does not end');
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
