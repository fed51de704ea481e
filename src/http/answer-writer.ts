import type { FastifyReply } from 'fastify';
import type { GatewayResponse } from '../handle-operation.ts';

/** @param last the connection ends with this answer. */
export type WriteAnswer = (reply: FastifyReply, answer: GatewayResponse, last: boolean) => void;

/** An answer whose head is set. */
interface Ready {
  readonly raw: FastifyReply['raw'];
  readonly body: string;
}

/**
 * Writes an answer past the framework, which looks at each header and at the body several times: a tenth of all that
 * a small answer costs. What was set on the raw answer goes along, what was set on the framework's does not.
 *
 * Answers that get ready in one turn of the event loop leave together at its end. Half of what a small one costs is to
 * wake whoever waits for it, and those who share a machine or a proxy are woken once.
 * @param always headers of every answer; an answer's own of the same name stands in their place.
 */
export function answerWriter(always: Readonly<Record<string, string>>): WriteAnswer {
  const ofAll = Object.entries(always);
  const names = new Set(Object.keys(always));
  let ready: Ready[] = [];
  const leave = () => {
    const leaving = ready;
    ready = [];
    for (const { raw, body } of leaving) raw.end(body);
  };
  return (reply, { status, headers, body }, last) => {
    const { raw } = reply;
    // Names and values in turn: Node writes them as they come.
    const lines: string[] = [];
    for (const [name, value] of ofAll) lines.push(name, headers[name] ?? value);
    for (const name of Object.keys(headers)) if (!names.has(name)) lines.push(name, headers[name] ?? '');
    lines.push('content-length', `${Buffer.byteLength(body)}`);
    if (last) raw.setHeader('connection', 'close');
    raw.writeHead(status, lines);
    // Only now: a header that cannot be written is answered with a constant.
    reply.hijack();
    if (ready.push({ raw, body }) === 1) setImmediate(leave);
  };
}
