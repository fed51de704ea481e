import type { FetchImplementation } from 'jose';

/** A fetch whose answers are cut off, with an error, once they exceed `maxBytes`. */
export function limitBody(fetchKeySet: FetchImplementation, maxBytes: number): FetchImplementation {
  return async (url, options) => {
    const response = await fetchKeySet(url, options);
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      return new Response(null, { status: response.status === 200 ? 502 : response.status });
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new Error('the key set is too large');
      chunks.push(chunk);
    }
    return new Response(Buffer.concat(chunks), { status: 200 });
  };
}
