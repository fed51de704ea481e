import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('a line bears no field but those allowed, and goes to standard error', async () => {
  const module = join(import.meta.dirname, '..', 'src', 'log.ts');
  const script = `
    const { createLog } = await import(${JSON.stringify(module)});
    const log = createLog('info');
    for (const level of ['info', 'warn', 'error']) {
      log[level]('something.happened', { tenant: 'riverside', count: 3, name: 'canary', err: new Error('canary') });
    }`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
  ]);
  expect(stdout).toBe('');
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(JSON.parse(line)).toEqual({
      level: expect.any(Number),
      time: expect.any(String),
      tenant: 'riverside',
      count: 3,
      msg: 'something.happened',
    });
  }
});
