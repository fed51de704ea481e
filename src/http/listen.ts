import type { FastifyInstance } from 'fastify';
import { ConfigError } from '../config.ts';

/** @throws ConfigError naming the setting, when the address cannot be had. */
export async function listen(server: FastifyInstance, port: number, host: string): Promise<string> {
  try {
    return await server.listen({ port, host });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw new ConfigError(`cannot listen on ${host}:${port} (${code}): set PORT or HOST to a free address`);
  }
}
