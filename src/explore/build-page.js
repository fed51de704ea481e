// Runs when the project is installed, perhaps without development dependencies and under whatever Node there is, so
// it is plain JavaScript and never fails an installation: the page is for development alone.
import { join } from 'node:path';

const [outDir = join(import.meta.dirname, 'built')] = process.argv.slice(2);
const vite = await import('vite').catch(() => null);
if (vite === null) {
  process.stderr.write('phield: /explore is not built, since vite is not installed\n');
} else {
  await vite.build({
    root: join(import.meta.dirname, 'page'),
    base: '/explore/',
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  });
}
