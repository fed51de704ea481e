// Runs when the project is installed, perhaps without development dependencies and under whatever Node there is, so
// it is plain JavaScript and never fails an installation: a gateway without its page says so at /console.
import { join } from 'node:path';

const [outDir = join(import.meta.dirname, 'built')] = process.argv.slice(2);
const vite = await import('vite').catch(() => null);
if (vite === null) {
  process.stderr.write('phield: /console is not built, since vite is not installed\n');
} else {
  await vite.build({
    root: join(import.meta.dirname, 'page'),
    base: '/console/',
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: false,
      // Nothing inline: the page's policy takes neither data nor styles of its markup.
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      reportCompressedSize: false,
    },
  });
}
