import { enableCompileCache } from 'node:module';
import { COMPILE_CACHE } from '../compile-cache.ts';

/**
 * The local Bedrock's own process: prints one line with its address, serves, and ends when its standard input
 * does, which the kernel closes with the process that started it, however that ends. Nothing on disk but the
 * program compiled, nothing in arguments or environment, and nothing said is ever printed.
 */
enableCompileCache(COMPILE_CACHE);
process.on('uncaughtException', () => process.exit(3));
process.on('unhandledRejection', () => process.exit(3));

const { extract } = await import('./engine/extract.ts');
const { serveBedrock } = await import('./serve-bedrock.ts');
const serving = await serveBedrock({ engine: extract });
const end = () => void serving.close().finally(() => process.exit(0));
process.stdin.on('end', end);
process.stdin.on('close', end);
process.stdin.on('error', end);
process.stdin.resume();
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.stdout.on('error', () => undefined);
process.stdout.write(`${JSON.stringify({ url: serving.url })}\n`);
