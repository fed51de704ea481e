import { PhieldError } from '../../errors.ts';
import { SyncFailedError } from '../segments/segment-writer.ts';
import { ForkedChainError } from './sink.ts';

/** The system's error code, or a constant of ours: messages carry paths. */
export function describeFailure(error: unknown): string {
  if (error instanceof ForkedChainError) return 'chain forked';
  if (error instanceof SyncFailedError) return `fdatasync: ${codeOf(error.cause)}`;
  if (error instanceof PhieldError) return error.code;
  return codeOf(error);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'write failed';
}
