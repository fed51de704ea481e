import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import { answerRequest, refuse, type WireAnswer } from './answer-request.ts';
import type { BedrockServerLimits } from './bedrock-limits.ts';
import type { Engine } from './engine-input.ts';
import { readBody } from './read-body.ts';
import { WireError } from './wire-error.ts';

type Incoming = IncomingMessage | Http2ServerRequest;
type Outgoing = ServerResponse | Http2ServerResponse;

/** Takes requests of both protocols, a bounded number at once, and gives back what the wire's answer says. */
export class RequestDesk {
  readonly #engine: Engine;
  readonly #limits: BedrockServerLimits;
  readonly #ending = new AbortController();
  #underWay = 0;

  constructor(engine: Engine, limits: BedrockServerLimits) {
    this.#engine = engine;
    this.#limits = limits;
  }

  /** Never rejects: a client that is gone has nobody to tell. */
  async take(request: Incoming, response: Outgoing): Promise<void> {
    const gone = new AbortController();
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    void closed.then(() => gone.abort());
    response.on('error', () => undefined);
    this.#underWay += 1;
    try {
      const answer = await this.#answer(request);
      const signal = AbortSignal.any([gone.signal, this.#ending.signal]);
      if (answer.delay > 0) await wait(answer.delay, signal);
      if (!gone.signal.aborted) await this.#give(answer, response, closed);
    } catch {
      end(response);
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Ends what waits on purpose: slow and stalled models. */
  end(): void {
    this.#ending.abort();
  }

  async #answer(request: Incoming): Promise<WireAnswer> {
    if (this.#underWay > this.#limits.requests) {
      request.resume();
      return refuse(
        new WireError('ThrottlingException', 'Too many requests, please wait before trying again.'),
      );
    }
    const body = await readBody(request, this.#limits.body, this.#limits.request);
    if (body === null) {
      // What is still to come is thrown away, so that the refusal is read.
      request.resume();
      return refuse(new WireError('ValidationException', 'The body is too long or not whole.'));
    }
    const { method = '', url = '', headers } = request;
    const authorization = headers.authorization ?? null;
    const [path = ''] = url.split('?');
    return answerRequest({ method, path, authorization, body }, this.#engine, () => performance.now());
  }

  async #give(answer: WireAnswer, response: Outgoing, closed: Promise<void>): Promise<void> {
    const headers: Record<string, string> = { ...answer.headers, 'x-amzn-requestid': randomUUID() };
    const bytes = Buffer.concat(answer.chunks);
    const streams = answer.headers['content-type'] === 'application/vnd.amazon.eventstream';
    if (!streams) headers['content-length'] = String(bytes.length);
    writeHead(response, answer.status, headers);
    if (answer.cutOff) {
      await Promise.race([write(response, bytes.subarray(0, Math.floor(bytes.length / 2))), closed]);
      end(response);
      return;
    }
    const late = setTimeout(() => end(response), this.#limits.answer);
    try {
      for (const chunk of streams ? answer.chunks : [bytes]) {
        await Promise.race([write(response, chunk), closed]);
      }
      await Promise.race([finish(response), closed]);
    } finally {
      clearTimeout(late);
    }
  }
}

/** @param milliseconds `Infinity`: until the client is gone or the server ends. Rejects when it is cut short. */
async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (Number.isFinite(milliseconds)) return delay(milliseconds, undefined, { signal });
  return new Promise((_, reject) => {
    const stop = () => reject(new Error('ended'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function writeHead(response: Outgoing, status: number, headers: Record<string, string>): void {
  if ('stream' in response) response.writeHead(status, headers);
  else response.writeHead(status, headers);
}

function write(response: Outgoing, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve();
    if ('stream' in response) response.write(bytes, done);
    else response.write(bytes, done);
  });
}

function finish(response: Outgoing): Promise<void> {
  return new Promise((resolve) => {
    response.once('finish', () => resolve());
    response.end();
  });
}

/** Ends the answer where it stands, and with HTTP/1 the connection. */
function end(response: Outgoing): void {
  if ('stream' in response) response.stream.close(2);
  else response.destroy();
}
