import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, it } from 'vitest';
import { createGuardrailInput } from '../../src/insight/create-guardrail-input.ts';
import { GUARDRAIL_POLICY } from '../../src/insight/guardrail-policy.ts';
import { converseInput, sdkClient } from '../bedrock-local/sdk-clients.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const run = (...args: string[]) =>
  spawnSync(process.execPath, [MAIN, 'bedrock-local', ...args], { encoding: 'utf8' });

describe('phield bedrock-local', () => {
  it('serves until it is told to stop, and prints nothing that is said', async () => {
    const child = spawn(process.execPath, [MAIN, 'bedrock-local', '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed: string[] = [];
    child.stderr.on('data', (chunk) => printed.push(String(chunk)));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => printed.push(line));
    const [line] = await once(lines, 'line');
    const { url } = JSON.parse(String(line));
    const client = sdkClient(url, 'HTTP/2');
    const answer = await client.send(new ConverseCommand(converseInput({ query: 'canary-question' })));
    client.destroy();
    expect(answer.stopReason).toBe('end_turn');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(printed).toEqual([line]);
  });

  it('prints the policy as CreateGuardrail takes it, for each audience', () => {
    const { stdout, status } = run('policy', '--audience', 'PATIENT', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(createGuardrailInput(GUARDRAIL_POLICY, 'PATIENT'));
    expect(JSON.parse(run('policy').stdout).topicPolicyConfig.topicsConfig).toHaveLength(1);
  });

  it('wrong usage is 2', () => {
    expect(run('policy', '--audience', 'EVERYBODY').status).toBe(2);
    expect(run('--port', 'x').status).toBe(2);
  });
});
