import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface RunningWriter {
  /** Complete lines so far. */
  lines(): readonly string[];
  acknowledged(): readonly string[];
  kill(): Promise<void>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts `write-forever.ts` with these arguments, behind `wrapper` (such as strace) where given. */
export function spawnWriter(args: readonly string[], wrapper: readonly string[] = []): RunningWriter {
  const script = join(import.meta.dirname, 'write-forever.ts');
  const [command = process.execPath, ...rest] = [...wrapper, process.execPath, script, ...args];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const lines = () =>
    text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean);
  return {
    lines,
    acknowledged: () =>
      lines()
        .filter((line) => line.startsWith('ack '))
        .map((line) => line.slice(4)),
    kill,
    ended,
  };
}
