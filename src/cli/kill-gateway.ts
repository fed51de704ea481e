import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** The gateway as `npm start` runs it, in a process that can be killed. */
export interface KillableGateway {
  readonly url: string;
  readonly token: string;
  /** Resolves when the process is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** What `phield serve --json` prints when it serves. */
const Serving = z.object({ url: z.url(), tokens: z.record(z.string(), z.string()) });

/** What `phield ledger verify --json` prints, as far as it is told here. */
const Verified = z.looseObject({ ok: z.boolean(), records: z.number() });
export type Verified = z.infer<typeof Verified>;

const PROGRAM = join(import.meta.dirname, 'main.ts');

/** On a free port of loopback, over a data folder of its own. */
export async function startKillableGateway(dataDir: string): Promise<KillableGateway> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--json'], {
    env: { ...process.env, ...ownSettings(dataDir) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, tokens } = Serving.parse(JSON.parse(line));
    return {
      url,
      token: tokens.physician ?? '',
      async end(signal) {
        child.kill(signal);
        await exited;
      },
    };
  }
  throw new Error('the gateway did not start');
}

/** `phield ledger verify` over what is left. */
export async function verifyKilled(dataDir: string): Promise<Verified> {
  const child = spawn(process.execPath, [PROGRAM, 'ledger', 'verify', '--json'], {
    env: { ...process.env, ...ownSettings(dataDir) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk;
  return Verified.parse(JSON.parse(text));
}

/** In segments, where each gateway's own are found after it is gone. */
function ownSettings(dataDir: string) {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    PHIELD_DATA_DIR: dataDir,
    PHIELD_LEDGER_REQUIRE: 'file',
    PHIELD_LOG_LEVEL: 'silent',
  };
}
