import { UpstreamUnavailableError } from '../../errors.ts';
import { readVkey } from '../chain/vkey.ts';
import type { Witness, WitnessAnswer } from './witnesses.ts';

/** Milliseconds: the checkpoint waits for it. */
const TIME_OUT = 2_000;
const ANSWER_BYTES = 16 * 1024;

/**
 * A witness at `<address>/add-checkpoint` (C2SP tlog-witness).
 * @param text `<address>#<vkey>`, the key being of type `cosignature`.
 * @returns `null` for anything else.
 */
export function createHttpWitness(text: string, timeOut = TIME_OUT): Witness | null {
  const at = text.indexOf('#');
  const key = at < 0 ? null : readVkey(text.slice(at + 1));
  if (key === null || key.type !== 'cosignature') return null;
  const url = `${text.slice(0, at).replace(/\/+$/, '')}/add-checkpoint`;
  if (!URL.canParse(url)) return null;
  return Object.freeze({
    key,
    async add(body: Uint8Array): Promise<WitnessAnswer> {
      try {
        const answer = await fetch(url, {
          method: 'POST',
          body: Buffer.from(body),
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          redirect: 'error',
          signal: AbortSignal.timeout(timeOut),
        });
        return {
          status: answer.status,
          contentType: answer.headers.get('content-type') ?? '',
          body: await bounded(answer),
        };
      } catch {
        throw new UpstreamUnavailableError('a witness does not answer');
      }
    },
  });
}

async function bounded(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > ANSWER_BYTES) throw new UpstreamUnavailableError('a witness says too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
