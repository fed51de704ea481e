import { EventStreamCodec } from '@smithy/core/event-streams';
import type { ConverseAnswer } from './converse.ts';

/** Characters of text in one event. */
const CHUNK = 400;

/**
 * The frames of a ConverseStream answer, in order (`application/vnd.amazon.eventstream`). Its guardrail runs in sync
 * mode: nothing is sent before it has seen the whole answer.
 * @param breaks the stream ends with an exception event after its first text
 */
export function streamFrames(answer: ConverseAnswer, breaks: boolean): readonly Uint8Array[] {
  const { output, stopReason, usage, metrics, trace } = answer;
  const deltas = output.message.content.flatMap(({ text }, contentBlockIndex) => [
    ...chunksOf(text).map((chunk) =>
      event('contentBlockDelta', { delta: { text: chunk }, contentBlockIndex }),
    ),
    event('contentBlockStop', { contentBlockIndex }),
  ]);
  const start = event('messageStart', { role: output.message.role });
  if (breaks) return [start, ...deltas.slice(0, 1), exception('modelStreamErrorException')];
  return [
    start,
    ...deltas,
    event('messageStop', { stopReason }),
    event('metadata', { usage, metrics, ...(trace !== undefined && { trace }) }),
  ];
}

function event(type: string, payload: object): Uint8Array {
  return frame({ ':message-type': 'event', ':event-type': type }, payload);
}

function exception(type: string): Uint8Array {
  const message = 'The model failed while it answered.';
  return frame({ ':message-type': 'exception', ':exception-type': type }, { message });
}

function frame(headers: Readonly<Record<string, string>>, payload: object): Uint8Array {
  const all = Object.entries({ ...headers, ':content-type': 'application/json' });
  return codec().encode({
    headers: Object.fromEntries(all.map(([name, value]) => [name, { type: 'string', value }])),
    body: Buffer.from(JSON.stringify(payload)),
  });
}

function codec(): EventStreamCodec {
  return new EventStreamCodec(
    (bytes) => Buffer.from(typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)).toString('utf8'),
    (text) => Buffer.from(text, 'utf8'),
  );
}

function chunksOf(text: string): readonly string[] {
  const characters = [...text];
  const chunks: string[] = [];
  for (let from = 0; from < characters.length; from += CHUNK) {
    chunks.push(characters.slice(from, from + CHUNK).join(''));
  }
  return chunks;
}
