import type { Socket } from 'node:net';

/** RFC 9113 §3.4: what an HTTP/2 client with prior knowledge sends first. No HTTP/1 request begins so. */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export interface Protocols {
  readonly http1: (socket: Socket) => void;
  readonly http2: (socket: Socket) => void;
}

/**
 * Hands a new connection to the protocol that its first bytes speak; bytes read are given back before.
 * @param patience milliseconds after which a connection that says nothing decisive is ended
 */
export function splitProtocols(socket: Socket, { http1, http2 }: Protocols, patience: number): void {
  let heard: Buffer = Buffer.alloc(0);
  const timer = setTimeout(() => socket.destroy(), patience);
  const forget = () => {
    clearTimeout(timer);
    socket.off('readable', listen);
    socket.off('close', forget);
    socket.off('error', ignore);
  };
  const ignore = () => undefined;
  const listen = () => {
    for (let chunk: unknown = socket.read(); chunk instanceof Buffer; chunk = socket.read()) {
      heard = Buffer.concat([heard, chunk]);
    }
    const compared = Math.min(heard.length, PREFACE.length);
    const alike = heard.subarray(0, compared).equals(PREFACE.subarray(0, compared));
    if (alike && compared < PREFACE.length) return;
    forget();
    socket.unshift(heard);
    (alike ? http2 : http1)(socket);
  };
  socket.on('readable', listen);
  socket.on('close', forget);
  socket.on('error', ignore);
}
