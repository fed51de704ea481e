import type { Clock } from '../clock.ts';
import { applyGuardrail } from './apply-guardrail.ts';
import { converse } from './converse.ts';
import { decodeSegment } from './decode-segment.ts';
import type { Engine } from './engine-input.ts';
import type { Fault } from './faults.ts';
import { findGuardrail, type LocalGuardrail } from './find-guardrail.ts';
import { findModel } from './find-model.ts';
import { type ConverseInput, readConverse } from './read-converse.ts';
import { streamFrames } from './stream-frames.ts';
import { STATUS, WireError } from './wire-error.ts';

export interface WireRequest {
  readonly method: string;
  /** Path, still encoded, without its query. */
  readonly path: string;
  readonly authorization: string | null;
  readonly body: Uint8Array;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly Uint8Array[];
  /** Milliseconds before the first byte; `Infinity`: none ever comes. */
  readonly delay: number;
  /** The bytes end in the middle, with the connection. */
  readonly cutOff: boolean;
}

const ROUTE =
  /^\/(?:model\/([^/]+)\/(converse|converse-stream)|guardrail\/([^/]+)\/version\/([^/]+)\/apply)$/;
const NO_GUARDRAIL = 'The guardrail identifier or version provided in the request does not exist.';

/** Answers one request as the Bedrock Runtime would. Never throws; nothing of the request stands in an error. */
export function answerRequest(request: WireRequest, engine: Engine, clock: Clock): WireAnswer {
  try {
    return route(request, engine, clock);
  } catch (error) {
    const known = error instanceof WireError;
    return refuse(
      known ? error : new WireError('InternalServerException', 'The request could not be answered.'),
    );
  }
}

/** Bedrock's way to say no: status, `x-amzn-errortype` and `{message}`. */
export function refuse({ exception, message }: WireError): WireAnswer {
  return answered(STATUS[exception], { 'x-amzn-errortype': exception }, JSON.stringify({ message }));
}

function route({ method, path, authorization, body }: WireRequest, engine: Engine, clock: Clock): WireAnswer {
  const [, model, operation, guardrailId, version] = (method === 'POST' && ROUTE.exec(path)) || [];
  // A page in a browser of this machine can send a plain request, but not sign one without being asked first.
  if (authorization === null || !/^(?:AWS4-HMAC-SHA256|Bearer) /.test(authorization)) {
    throw new WireError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  if (guardrailId !== undefined && version !== undefined) {
    const guardrail = findGuardrail({
      id: decodeSegment(guardrailId),
      version: decodeSegment(version),
    });
    if (guardrail === null) throw new WireError('ResourceNotFoundException', NO_GUARDRAIL);
    return answered(200, {}, JSON.stringify(applyGuardrail(readJson(body), guardrail)));
  }
  if (model === undefined) throw new WireError('UnknownOperationException', 'There is no such operation.');

  const faults = findModel(model);
  const input = readConverse(readJson(body));
  const guardrail = guardrailOf(input);
  const refused = faults.find(({ refuses }) => refuses !== undefined)?.refuses;
  if (refused !== undefined) throw new WireError(refused, 'The request was refused.');
  const answer = converse(input, guardrail, engine, faults, clock);
  const made =
    operation === 'converse'
      ? answered(200, {}, JSON.stringify(answer))
      : streamed(
          streamFrames(
            answer,
            faults.some(({ breaksStream }) => breaksStream === true),
          ),
        );
  return { ...made, ...mannerOf(faults) };
}

function guardrailOf(input: ConverseInput): LocalGuardrail | null {
  if (input.guardrail === null) return null;
  const guardrail = findGuardrail(input.guardrail);
  if (guardrail === null) throw new WireError('ValidationException', NO_GUARDRAIL);
  return guardrail;
}

function mannerOf(faults: readonly Fault[]): Pick<WireAnswer, 'delay' | 'cutOff'> {
  return {
    delay: Math.max(0, ...faults.map(({ delay }) => delay ?? 0)),
    cutOff: faults.some(({ cutsOff }) => cutsOff === true),
  };
}

function answered(status: number, headers: Readonly<Record<string, string>>, body: string): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    chunks: [Buffer.from(body)],
    delay: 0,
    cutOff: false,
  };
}

function streamed(chunks: readonly Uint8Array[]): WireAnswer {
  const headers = { 'content-type': 'application/vnd.amazon.eventstream' };
  return { status: 200, headers, chunks, delay: 0, cutOff: false };
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new WireError('ValidationException', 'The body is not JSON.');
  }
}
