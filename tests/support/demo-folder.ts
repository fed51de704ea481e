import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the demo tenants are made once, by the first test file that needs them: see `copy-demo.ts`. */
    demoFolder: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'phield-demo-'));
  project.provide('demoFolder', folder);
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
