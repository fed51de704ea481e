import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UpstreamUnavailableError } from '../../../src/errors.ts';
import { writeVkey } from '../../../src/ledger/chain/vkey.ts';
import { createHttpWitness } from '../../../src/ledger/log/http-witness.ts';
import type { Lease } from '../../../src/ledger/log/lease.ts';
import { runSequencer } from '../../../src/ledger/log/run-sequencer.ts';
import type { StepOutcome } from '../../../src/ledger/log/sequencer-finding.ts';
import { startSequencer } from '../../../src/ledger/log/start-sequencer.ts';
import { memoryKey } from '../support/seal-batches.ts';

const GROWN = { kind: 'grown', size: 1, entries: 1, batches: 1 } as const;

describe('running', () => {
  /** Outcomes one after the other, then the end; the milliseconds between steps. */
  async function run(outcomes: readonly StepOutcome[], holds: readonly boolean[] = []) {
    const stop = new AbortController();
    const done: string[] = [];
    const gaps: number[] = [];
    let last = performance.now();
    let held = 0;
    const lease: Lease = {
      held: true,
      hold: async () => {
        held += 1;
        return holds[held - 1] ?? true;
      },
      release: async () => void done.push('released'),
    };
    let at = 0;
    await runSequencer({
      lease,
      interval: 80,
      now: () => performance.now(),
      signal: stop.signal,
      progress: ({ kind }) => void done.push(kind),
      sequencer: {
        remember: async () => void done.push('remembered'),
        step: async () => {
          gaps.push(performance.now() - last);
          last = performance.now();
          const outcome = outcomes[at];
          at += 1;
          if (at >= outcomes.length) stop.abort();
          return outcome ?? { kind: 'idle', size: 0 };
        },
      },
    });
    return { done, gaps };
  }

  it('steps at once while there is more, pauses otherwise, and remembers at its end', async () => {
    const { done, gaps } = await run([
      { ...GROWN, more: true },
      { ...GROWN, more: false },
      { kind: 'held', code: 'STORE_AWAY' },
      { kind: 'idle', size: 1 },
    ]);
    expect(done).toEqual(['grown', 'grown', 'held', 'idle', 'remembered', 'released']);
    expect(gaps[1]).toBeLessThan(60);
    expect(gaps[2]).toBeGreaterThan(70);
    expect(gaps[3]).toBeGreaterThan(350);
  });

  it('does nothing while somebody else holds the lease', async () => {
    const { done, gaps } = await run([{ kind: 'idle', size: 1 }], [false, false, true]);
    expect(done).toEqual(['idle', 'remembered', 'released']);
    expect(gaps[0]).toBeGreaterThan(150);
  });

  it('remembers and lets go also when a step throws', async () => {
    const done: string[] = [];
    const running = runSequencer({
      lease: { held: true, hold: async () => true, release: async () => void done.push('released') },
      now: () => 0,
      signal: new AbortController().signal,
      progress: () => undefined,
      sequencer: {
        remember: async () => void done.push('remembered'),
        step: async () => {
          throw new TypeError('a mistake');
        },
      },
    });
    await expect(running).rejects.toThrow(TypeError);
    expect(done).toEqual(['remembered', 'released']);
  });

  it('tells of a thread that died, and stops all the same', async () => {
    const died: string[] = [];
    let told: () => void = () => undefined;
    const dead = new Promise<void>((tell) => {
      told = tell;
    });
    const running = startSequencer({
      assembly: new URL('file:///nowhere/assembly.ts'),
      settings: null,
      report: () => undefined,
      recordLost: async () => undefined,
      died: (name) => {
        died.push(name);
        told();
      },
    });
    await dead;
    await running.stop();
    expect(died).toEqual(['Error']);
  });
});

describe('a witness over HTTP', () => {
  const key = memoryKey('w.test/1');
  const vkey = writeVkey({ name: key.name, type: 'cosignature', publicKey: key.publicKey });

  async function answering(answer: (url: string) => { status: number; body: string } | 'never' | 'away') {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const given = answer(request.url ?? '');
      if (given === 'away') return void request.socket.destroy();
      if (given === 'never') return;
      response.writeHead(given.status, { 'content-type': 'text/x.tlog.size', location: '/elsewhere' });
      response.end(given.body);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const witness = createHttpWitness(`http://127.0.0.1:${port}/prefix/#${vkey}`, 200);
    if (witness === null) throw new Error('no witness');
    return { witness, asked };
  }

  it('is asked at its address, and its answer told as it is', async () => {
    const { witness, asked } = await answering(() => ({ status: 409, body: '7\n' }));
    const answer = await witness.add(Buffer.from('old 0\n'));
    expect(asked).toEqual(['POST /prefix/add-checkpoint']);
    expect({ ...answer, body: String(Buffer.from(answer.body)) }).toEqual({
      status: 409,
      contentType: 'text/x.tlog.size',
      body: '7\n',
    });
  });

  it('is away when it is silent, cut off, leads elsewhere, or says too much', async () => {
    for (const given of [
      'never',
      'away',
      { status: 302, body: '' },
      { status: 200, body: 'x'.repeat(20_000) },
    ] as const) {
      const { witness, asked } = await answering(() => given);
      await expect(witness.add(Buffer.from('old 0\n'))).rejects.toThrow(UpstreamUnavailableError);
      expect(asked).toHaveLength(1);
    }
  });

  it('is none without a key of the right type', () => {
    const note = writeVkey({ name: key.name, type: 'note', publicKey: key.publicKey });
    for (const text of [
      'http://w.test',
      'http://w.test#',
      `http://w.test#${note}`,
      `nowhere#${vkey}`,
      `#${vkey}`,
    ]) {
      expect(createHttpWitness(text), text).toBeNull();
    }
  });
});
