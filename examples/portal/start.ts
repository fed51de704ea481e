/**
 * `npm run example:portal` beside a gateway that runs in the embedded profile (`npm start`): one page of one patient,
 * as a physician, a billing clerk, a researcher and the patient herself are shown it. `PORT` is the gateway's,
 * `PORTAL_PORT` the portal's; both are on loopback.
 */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildPortal } from './build.ts';
import { createPortalServer } from './portal-server.ts';

const PHIELD = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const run = promisify(execFile);

const folder = await mkdtemp(join(tmpdir(), 'phield-portal-'));
await buildPortal(folder);
const server = await createPortalServer({
  folder,
  gateway: `http://127.0.0.1:${process.env.PORT ?? '4000'}`,
  tokenFor: async (name) => {
    if (!/^[a-z-]{1,40}$/.test(name)) throw new Error('no such person');
    return (await run(process.execPath, [PHIELD, 'token', '--as', name])).stdout.trim();
  },
});
const url = await server.listen({ host: '127.0.0.1', port: Number(process.env.PORTAL_PORT ?? 4100) });
process.stdout.write(`Portal: ${url}\n`);
