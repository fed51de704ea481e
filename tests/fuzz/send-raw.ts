import { connect } from 'node:net';
import type { FuzzAnswer } from './judge-answer.ts';

/** Milliseconds; the server's own bounds are far below. */
const PATIENCE = 30_000;

/** Sends bytes, ends, and hears the first answer; `null`: the connection ended without one. */
export function sendRaw(url: string, bytes: Buffer): Promise<FuzzAnswer | null | 'hangs'> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    const timer = setTimeout(() => {
      resolve('hangs');
      socket.destroy();
    }, PATIENCE);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => socket.destroy());
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(read(Buffer.concat(chunks)));
    });
    socket.end(bytes);
  });
}

function read(heard: Buffer): FuzzAnswer | null {
  const text = heard.toString('utf8').replace(/^(HTTP\/1\.1 100 Continue\r\n\r\n)+/, '');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [status = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line): [string, string] => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const length = Number(headers['content-length'] ?? 0);
  const body = Buffer.from(text.slice(end + 4))
    .subarray(0, length)
    .toString('utf8');
  return { status: Number(status.split(' ')[1]), headers, body };
}
