import { connect } from 'node:net';
import { type Answered, answered } from './answered.ts';

/** Sends bytes as they are and reads one answer until the server ends the connection. */
export async function sendBytes(url: string, bytes: string): Promise<Answered> {
  const { hostname, port } = new URL(url);
  const heard = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
  // What comes before the answer is none (RFC 9110 §15.2.1).
  const [head = '', ...body] = heard.replace(/^HTTP\/1.1 100 Continue\r\n\r\n/, '').split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return answered(
    new Response(body.join('\r\n\r\n'), {
      status: Number(status.split(' ')[1]),
      headers: new Headers(headers),
    }),
  );
}
