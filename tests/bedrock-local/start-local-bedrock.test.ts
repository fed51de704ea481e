import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalBedrock, startLocalBedrock } from '../../datasources/bedrock/start-local-bedrock.ts';
import { converseInput, sdkClient } from './sdk-clients.ts';

const opened: LocalBedrock[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((local) => local.close()));
});

function start(): LocalBedrock {
  const local = startLocalBedrock();
  opened.push(local);
  return local;
}

const lives = (pid: number) => {
  try {
    process.kill(pid, 0);
    // Who ended but was not yet collected by its parent does not live.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

async function gone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 200 && lives(pid); waited += 1) await delay(50);
  return !lives(pid);
}

describe('startLocalBedrock', () => {
  it('starts nothing before it is asked for, and one process for all who ask', async () => {
    const local = start();
    expect(local.pid()).toBeNull();
    const addresses = await Promise.all([local.endpoint(), local.endpoint(), local.endpoint()]);
    expect(new Set(addresses).size).toBe(1);
    expect(addresses[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('answers the SDK with its own engine', async () => {
    const client = sdkClient(await start().endpoint(), 'HTTP/1.1');
    const answer = await client.send(new ConverseCommand(converseInput()));
    client.destroy();
    expect(answer.stopReason).toBe('end_turn');
    expect(JSON.parse(answer.output?.message?.content?.[0]?.text ?? '').sentences.length).toBeGreaterThan(0);
  });

  it('comes up again after it was killed', async () => {
    const local = start();
    const before = await local.endpoint();
    const pid = local.pid() ?? 0;
    process.kill(pid, 'SIGKILL');
    expect(await gone(pid)).toBe(true);
    for (let waited = 0; waited < 100 && local.pid() === pid; waited += 1) await delay(20);
    const after = await local.endpoint();
    expect(local.pid()).not.toBe(pid);
    expect(after).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(before).toMatch(/^http:/);
  });

  it('ends with close, and does not start again', async () => {
    const local = start();
    await local.endpoint();
    const pid = local.pid() ?? 0;
    await local.close();
    expect(lives(pid)).toBe(false);
    await expect(local.endpoint()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  it('ends with whoever started it, killed or not', async () => {
    const program = `
      const { startLocalBedrock } = await import(${JSON.stringify(join(import.meta.dirname, '../../datasources/bedrock/start-local-bedrock.ts'))});
      const local = startLocalBedrock();
      await local.endpoint();
      console.log(local.pid());
      setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: starter.stdout }), 'line');
    const pid = Number(line);
    expect(lives(pid)).toBe(true);
    starter.kill('SIGKILL');
    const ended = await gone(pid);
    if (!ended) process.kill(pid, 'SIGKILL');
    expect(ended).toBe(true);
  });

  it('does not keep whoever started it alive', () => {
    const program = `
      const { startLocalBedrock } = await import(${JSON.stringify(join(import.meta.dirname, '../../datasources/bedrock/start-local-bedrock.ts'))});
      const local = startLocalBedrock();
      await local.endpoint();
      console.log('served');`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      timeout: 20_000,
    });
    expect(output.toString()).toBe('served\n');
  });

  it.skipIf(process.platform !== 'linux')('holds nothing in arguments, environment or files', async () => {
    const local = start();
    const client = sdkClient(await local.endpoint(), 'HTTP/1.1');
    await client.send(new ConverseCommand(converseInput({ query: 'canary-question' })));
    client.destroy();
    const proc = `/proc/${local.pid()}`;
    expect(readFileSync(`${proc}/environ`, 'utf8')).toBe('');
    expect(readFileSync(`${proc}/cmdline`, 'utf8').split('\0').filter(Boolean)).toHaveLength(2);
    const files = readdirSync(`${proc}/fd`)
      .map((fd) => openedBy(join(proc, 'fd', fd)))
      .filter((target) => target.startsWith('/') && !target.startsWith('/dev/'));
    expect(files).toEqual([]);
  });
});

/** What is closed meanwhile, such as the client's connection, is no file that is held. */
function openedBy(descriptor: string): string {
  try {
    return readlinkSync(descriptor);
  } catch {
    return '';
  }
}
