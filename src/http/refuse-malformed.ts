import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '../errors.ts';
import { constantAnswer } from '../handle-operation.ts';

/** Reasons the HTTP parser gives; everything else is a malformed message (RFC 9112 §2.2). */
const STATUS: Readonly<Record<string, number>> = Object.freeze({
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
});

/** What never became a request gets the same constant as one that did, and its connection ends. */
export function refuseMalformed(
  newId: () => string,
  always: Readonly<Record<string, string>>,
  count: (address: string, code: ErrorCode) => void,
): (error: Error & { code: string }, socket: Socket) => void {
  return ({ code }, socket) => {
    if (code === 'ECONNRESET' || socket.destroyed) return;
    count(socket.remoteAddress ?? '', 'BAD_REQUEST');
    const { status, headers, body } = constantAnswer('BAD_REQUEST', newId(), STATUS[code] ?? 400);
    const lines = Object.entries({
      ...always,
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  };
}
