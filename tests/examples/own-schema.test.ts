import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the example runs as its first line says, and each person gets their part', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['examples/own-schema/start.ts']);
  const [doctor, clerk] = stdout.split('\n');
  expect(doctor).toContain('"complaint":"Cough for a week","invoice":null');
  expect(clerk).toContain('"complaint":null,"invoice":"2026-0000417"');
});
