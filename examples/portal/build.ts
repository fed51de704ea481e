import { join } from 'node:path';
import { build } from 'vite';

/** Bundles the portal's page into a folder: files of our own origin alone, as its content policy demands. */
export async function buildPortal(outDir: string): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'app'),
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir, emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
  });
}
