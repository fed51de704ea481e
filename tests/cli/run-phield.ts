import { execFile } from 'node:child_process';

/** Runs the command line in a process of its own. Nothing is thrown: the exit code is part of the answer. */
export function phield(...args: string[]): Promise<{ code: number; out: string; errors: string }> {
  return new Promise((done) => {
    execFile(process.execPath, ['src/cli/main.ts', ...args], { maxBuffer: 1 << 30 }, (error, out, errors) => {
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, errors });
    });
  });
}
