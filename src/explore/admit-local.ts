import type { IncomingMessage } from 'node:http';

const LOOPBACK_ADDRESS = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;
const LOOPBACK_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
/** Whoever adds one of these stands between us and the browser. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether a request comes from a browser on this very machine that meant this very machine. Tokens are given away
 * here to whoever asks, so each way round counts: another machine (the gateway may listen on all addresses), a proxy
 * that brings other machines along, a page whose own name was pointed at this machine (DNS rebinding), and a page of
 * another origin (Fetch Metadata, W3C: Sec-Fetch-Site).
 */
export function admitLocal({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  return (
    LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '') &&
    LOOPBACK_NAME.test(headers.host ?? '') &&
    FORWARDED.every((name) => headers[name] === undefined) &&
    (site === undefined || site === 'same-origin' || site === 'none')
  );
}
