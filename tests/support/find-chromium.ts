import { existsSync } from 'node:fs';

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The machine's own Chromium, or the one that `PHIELD_CHROMIUM` names; `null`, with a line that says so: none. */
export function findChromium(): string | null {
  const named = process.env.PHIELD_CHROMIUM;
  const found = (named === undefined ? KNOWN : [named]).find((path) => existsSync(path)) ?? null;
  if (found === null) {
    process.stderr.write('skipped: no Chromium on this machine (PHIELD_CHROMIUM names one elsewhere)\n');
  }
  return found;
}
