import type { IncomingMessage } from 'node:http';
import { errorCodes } from 'fastify';

/** Bytes of the first buffer that several pieces share. */
const SMALLEST = 1024;

/**
 * The bytes of a body in one buffer, which grows by doubling: what is held is bounded by what has come, however small
 * the pieces it comes in. A body of one piece is that piece.
 * @param limit bytes; beyond them nothing more is kept.
 * @param done told once, of the body or of what refuses it: 413 beyond the limit, 400 for a body that is cut or is not
 * of the length it was said to have.
 */
export function readBody(
  payload: IncomingMessage,
  limit: number,
  done: (refused: Error | null, body: Buffer) => void,
): void {
  const announced = Number(payload.headers['content-length'] ?? Number.NaN);
  let held: Buffer = NOTHING;
  let size = 0;

  const end = (refused: Error | null) => {
    payload.off('data', onData).off('end', onEnd).off('error', onError);
    const body = size === held.length ? held : held.subarray(0, size);
    held = NOTHING;
    done(refused, refused === null ? body : NOTHING);
  };
  const onData = (piece: Buffer) => {
    const total = size + piece.length;
    if (total > limit) return void end(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    if (size === 0) held = piece;
    else {
      if (total > held.length) held = grown(held, size, Math.min(limit, Math.max(SMALLEST, 2 * total)));
      piece.copy(held, size);
    }
    size = total;
  };
  const onEnd = () => {
    // Not a number: nobody said.
    const isOther = size !== announced && !Number.isNaN(announced);
    end(isOther ? new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH() : null);
  };
  const onError = (error: Error) => end(Object.assign(error, { statusCode: 400 }));

  if (announced > limit) end(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
  else payload.on('data', onData).on('end', onEnd).on('error', onError);
}

const NOTHING = Buffer.alloc(0);

/** Of its own: a piece of a shared pool would keep the whole pool. */
function grown(held: Buffer, size: number, length: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(length);
  held.copy(larger, 0, 0, size);
  return larger;
}
